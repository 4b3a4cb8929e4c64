//! Concurrent callers of one verb share a statement, and with it a commit.
//!
//! A commit waits for the disk, and a statement costs the server more than the rows in it. Whoever asks while a statement
//! of the same verb is under way waits for it to come back and then goes with all others who came meanwhile. Callers who
//! were together once mostly come together again, a moment apart, for they were answered together: the first of them
//! waits for the others, for [`WINDOW`] at most. A caller who is alone goes at once. Each caller is answered after the
//! commit that its row is part of, and only for its own row: what the database refuses is asked again one by one.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::future::BoxFuture;
use tokio::sync::{Notify, oneshot};
use tokio::time::timeout;

use crate::problem::{Problem, Result};

/// Rows of one shared statement: enough to make a commit cheap, few enough to be answered soon.
const MOST: usize = 256;

type Waiting<T, R> = (T, oneshot::Sender<Result<R>>);

/// The longest wait for company; the timer rounds it up, to two milliseconds at most.
const WINDOW: Duration = Duration::from_millis(1);

/// Gathers the requests of one verb.
pub(crate) struct Gather<T, R> {
    state: Mutex<State<T, R>>,
    /// Rung when as many wait as are expected.
    complete: Notify,
}

struct State<T, R> {
    waiting: VecDeque<Waiting<T, R>>,
    is_under_way: bool,
    /// How many asked at the same time of late.
    expected: usize,
}

/// What sends a batch to the database: one answer for each request, in the same order.
pub(crate) type Send<T, R> = Arc<dyn Fn(Vec<T>) -> BoxFuture<'static, Result<Vec<R>>> + std::marker::Send + Sync>;

impl<T, R> Gather<T, R>
where
    T: Clone + std::marker::Send + 'static,
    R: std::marker::Send + 'static,
{
    pub(crate) fn new() -> Self {
        let state = State { waiting: VecDeque::new(), is_under_way: false, expected: 1 };
        Self { state: Mutex::new(state), complete: Notify::new() }
    }

    /// The answer to one request. Dropped before, the request is carried out all the same.
    pub(crate) async fn ask(self: &Arc<Self>, request: T, send: Send<T, R>) -> Result<R> {
        let (answer, answered) = oneshot::channel();
        let starts = {
            let mut state = self.state();
            state.waiting.push_back((request, answer));
            let starts = !state.is_under_way;
            state.is_under_way = true;
            if !starts && state.waiting.len() >= state.expected {
                self.complete.notify_waiters();
            }
            starts
        };
        if starts {
            // A task of its own: the caller may be dropped, and the others in the batch must not go with it.
            tokio::spawn(Arc::clone(self).carry(send));
        }
        answered.await.unwrap_or_else(|_| Err(Problem::work("ledger.unanswered", "the ledger's statement did not end")))
    }

    async fn carry(self: Arc<Self>, send: Send<T, R>) {
        let mut lane = Lane(Some(&self));
        self.company().await;
        while let Some(batch) = lane.next() {
            let (requests, answers): (Vec<T>, Vec<_>) = batch.into_iter().unzip();
            let outcome = send(requests.clone()).await;
            self.learn(requests.len());
            match outcome {
                Ok(done) => answers.into_iter().zip(done).for_each(|(answer, done)| drop(answer.send(Ok(done)))),
                Err(_) if requests.len() > 1 => {
                    for (request, answer) in requests.into_iter().zip(answers) {
                        drop(answer.send(alone(&send, request).await));
                    }
                }
                Err(problem) => answers.into_iter().for_each(|answer| drop(answer.send(Err(problem.clone())))),
            }
        }
    }

    /// Waits until as many have asked as are expected.
    async fn company(&self) {
        let mut complete = std::pin::pin!(self.complete.notified());
        // Heard from here on, so that nobody who asks between the look and the wait is missed.
        complete.as_mut().enable();
        let is_complete = {
            let state = self.state();
            state.waiting.len() >= state.expected
        };
        if !is_complete {
            // Over without them: then it goes with those who are there.
            let _ = timeout(WINDOW, complete).await;
        }
    }

    /// Those of a batch and those who asked while it was under way are all of them different callers. Fewer are believed
    /// little by little, for not all come each time.
    fn learn(&self, answered: usize) {
        let mut state = self.state();
        state.expected = (answered + state.waiting.len()).min(MOST).max(state.expected * 3 / 4);
    }

    fn state(&self) -> MutexGuard<'_, State<T, R>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn alone<T, R>(send: &Send<T, R>, request: T) -> Result<R> {
    let answers = send(vec![request]).await?;
    answers.into_iter().next().ok_or_else(|| Problem::work("ledger.unanswered", "the ledger gave no answer"))
}

/// The one statement that may be under way; given back also when the work of it panics.
struct Lane<'a, T: Clone + std::marker::Send + 'static, R: std::marker::Send + 'static>(Option<&'a Gather<T, R>>);

impl<T: Clone + std::marker::Send + 'static, R: std::marker::Send + 'static> Lane<'_, T, R> {
    /// The next batch; none when nobody waits, and the lane is then free.
    fn next(&mut self) -> Option<Vec<Waiting<T, R>>> {
        let gather = self.0?;
        let mut state = gather.state();
        if state.waiting.is_empty() {
            state.is_under_way = false;
            self.0 = None;
            return None;
        }
        let most = state.waiting.len().min(MOST);
        Some(state.waiting.drain(..most).collect())
    }
}

impl<T: Clone + std::marker::Send + 'static, R: std::marker::Send + 'static> Drop for Lane<'_, T, R> {
    fn drop(&mut self) {
        if let Some(gather) = self.0 {
            gather.state().is_under_way = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn counting(calls: &Arc<AtomicUsize>) -> Send<u32, u32> {
        let calls = Arc::clone(calls);
        Arc::new(move |batch: Vec<u32>| {
            let calls = Arc::clone(&calls);
            Box::pin(async move {
                calls.fetch_add(1, Ordering::SeqCst);
                tokio::task::yield_now().await;
                if batch.contains(&13) {
                    return Err(Problem::work("db.refused", "13 is refused"));
                }
                Ok(batch.into_iter().map(|n| n * 2).collect())
            })
        })
    }

    #[tokio::test]
    async fn callers_at_the_same_time_share_statements_and_get_their_own_answers() {
        let (gather, calls) = (Arc::new(Gather::new()), Arc::default());
        let send = counting(&calls);
        let asked = (0..200).filter(|n| *n != 13).map(|n| gather.ask(n, Arc::clone(&send)));
        let answers: Vec<u32> = futures::future::join_all(asked).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(answers, (0..200).filter(|n| *n != 13).map(|n| n * 2).collect::<Vec<_>>());
        assert!(calls.load(Ordering::SeqCst) < 10, "{calls:?} statements for 199 callers");
    }

    #[tokio::test]
    async fn those_who_were_answered_together_are_waited_for() {
        let (gather, calls) = (Arc::new(Gather::new()), Arc::default());
        let send = counting(&calls);
        futures::future::join_all((0..8).map(|n| gather.ask(n, Arc::clone(&send)))).await;
        // Each a moment after the one before, so that the first could be long gone.
        let staggered = (0..8).map(|n| {
            let (gather, send) = (Arc::clone(&gather), Arc::clone(&send));
            tokio::spawn(async move {
                for _ in 0..n * 3 {
                    tokio::task::yield_now().await;
                }
                gather.ask(n, send).await
            })
        });
        for (n, answer) in futures::future::join_all(staggered).await.into_iter().enumerate() {
            assert_eq!(answer.unwrap().unwrap() as usize, n * 2);
        }
        assert!(calls.load(Ordering::SeqCst) <= 4, "{calls:?} statements for two times eight");
    }

    #[tokio::test]
    async fn a_caller_who_is_alone_soon_waits_for_nobody() {
        let (gather, calls) = (Arc::new(Gather::new()), Arc::default());
        let send = counting(&calls);
        assert_eq!(gather.state().expected, 1);
        futures::future::join_all((0..12).map(|n| gather.ask(n, Arc::clone(&send)))).await;
        assert_eq!(gather.state().expected, 12);
        for n in 0..6 {
            gather.ask(n, Arc::clone(&send)).await.unwrap();
        }
        assert_eq!(gather.state().expected, 1);
    }

    #[tokio::test]
    async fn a_refused_row_costs_the_others_of_its_statement_nothing() {
        let (gather, calls) = (Arc::new(Gather::new()), Arc::default());
        let send = counting(&calls);
        let asked = (10..16).map(|n| gather.ask(n, Arc::clone(&send)));
        let answers = futures::future::join_all(asked).await;
        let codes: Vec<_> = answers.into_iter().map(|answer| answer.map_err(|problem| problem.code)).collect();
        assert_eq!(codes, [Ok(20), Ok(22), Ok(24), Err("db.refused"), Ok(28), Ok(30)]);
    }

    #[tokio::test]
    async fn a_caller_that_gives_up_does_not_stop_the_others() {
        let (gather, calls) = (Arc::new(Gather::new()), Arc::default());
        let send = counting(&calls);
        let mut gone = Box::pin(gather.ask(1, Arc::clone(&send)));
        let mut once = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(gone.as_mut().poll(&mut once).is_pending(), "its answer has not come");
        drop(gone);
        assert_eq!(gather.ask(2, send).await.unwrap(), 4);
    }

    #[tokio::test]
    async fn a_statement_that_panics_leaves_its_lane_free() {
        let gather: Arc<Gather<u32, u32>> = Arc::new(Gather::new());
        let panics: Send<u32, u32> = Arc::new(|_| Box::pin(async { panic!("on purpose") }));
        assert_eq!(gather.ask(1, panics).await.unwrap_err().code, "ledger.unanswered");
        let calls = Arc::default();
        assert_eq!(gather.ask(2, counting(&calls)).await.unwrap(), 4);
    }
}
