//! News for a page that is open: how many runs are active, and whether there are newer ones. The page decides what to do with
//! it; nothing of a run is in it, and a page that nobody looks at closes the stream.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::Stream;
use serde::Serialize;

use super::hub::Hub;
use super::params::Params;
use super::view::{Answer, View};
use super::visitor::Visitor;
use crate::clock::Instant;

/// How often the database is asked while something is active, and while nothing is.
const BUSY: Duration = Duration::from_secs(2);
const IDLE: Duration = Duration::from_secs(10);

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct News {
    /// Runs queued or running.
    active: i64,
    /// Runs begun since the page was made; counted up to a hundred.
    new: i64,
    /// When this was so.
    at: Instant,
}

/// `GET /live?since=…`: server-sent events, one whenever something changed.
pub(super) async fn stream(
    State(hub): State<Hub>,
    visitor: Visitor,
    params: Params,
) -> Answer<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    let since = params.instant("since")?.unwrap_or_else(|| hub.0.clock.now());
    let stop = hub.0.stop.clone();
    let first = read(&hub, &visitor, since).await?;
    let news = futures::stream::unfold((Some(first), None::<News>), move |(next, told)| {
        let (hub, visitor, stop) = (hub.clone(), visitor.clone(), stop.clone());
        async move {
            let mut found = next;
            loop {
                if let Some(news) = found.take() {
                    let is_new = told.as_ref().is_none_or(|told| (told.active, told.new) != (news.active, news.new));
                    if is_new {
                        let event = Event::default().json_data(&news).unwrap_or_default();
                        return Some((Ok(event), (None, Some(news))));
                    }
                }
                let wait = if told.as_ref().is_some_and(|told| told.active > 0) { BUSY } else { IDLE };
                stop.run_until_cancelled(tokio::time::sleep(wait)).await?;
                // A database that is away for a moment is no reason to hang up.
                found = read(&hub, &visitor, since).await.ok();
            }
        }
    });
    Ok(Sse::new(news).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))))
}

async fn read(hub: &Hub, visitor: &Visitor, since: Instant) -> Answer<News> {
    let view: View = hub.view(visitor).await?;
    let mine = view.scope().rows("r");
    let active = format!("select count(*) from operation_runs r where r.status in ('queued', 'running') and {mine}");
    let new = format!(
        "select count(*) from (select 1 from operation_runs r where r.created_at > $1 and {mine} limit 100) as newer"
    );
    Ok(News { active: view.count(&active, []).await?, new: view.count(&new, [since.into()]).await?, at: view.now() })
}
