//! News for a page that is open: how many runs are active, and whether there are newer ones. The page decides what to do with
//! it; nothing of a run is in it, and a page that nobody looks at closes the stream.
//!
//! Besides news there are two further events: `away` when the database cannot be asked, after which the next news is told
//! even if it is old, and a `beat` when nothing else was said for a while, so that a page can tell silence from a dead wire.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::Stream;
use serde::Serialize;

use super::params::Params;
use super::shared::Hub;
use super::view::{Answer, View};
use super::visitor::Visitor;
use crate::clock::Instant;

/// How often the database is asked while something is active, and while nothing is.
const BUSY: Duration = Duration::from_secs(2);
const IDLE: Duration = Duration::from_secs(10);
/// How long the stream is silent at most.
const BEAT: Duration = Duration::from_secs(20);

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
    let news = futures::stream::unfold((Some(first), Told::Nothing), move |(next, told)| {
        let (hub, visitor, stop) = (hub.clone(), visitor.clone(), stop.clone());
        async move {
            let mut found = next;
            loop {
                if let Some(news) = found.take()
                    && told.is_old_without(&news)
                {
                    let event = Event::default().json_data(&news).unwrap_or_default();
                    return Some((Ok(event), (None, Told::News(news))));
                }
                let wait = if matches!(&told, Told::News(news) if news.active > 0) { BUSY } else { IDLE };
                stop.run_until_cancelled(tokio::time::sleep(wait)).await?;
                found = read(&hub, &visitor, since).await.ok();
                // A database that is away for a moment is no reason to hang up.
                if found.is_none() && !matches!(told, Told::Away) {
                    return Some((Ok(Event::default().event("away").data("1")), (None, Told::Away)));
                }
            }
        }
    });
    let beat = KeepAlive::new().interval(BEAT).event(Event::default().event("beat").data("1"));
    Ok(Sse::new(news).keep_alive(beat))
}

/// What the page was told last.
enum Told {
    Nothing,
    News(News),
    Away,
}

impl Told {
    /// Whether `news` would tell the page anything.
    fn is_old_without(&self, news: &News) -> bool {
        match self {
            Self::News(told) => (told.active, told.new) != (news.active, news.new),
            Self::Nothing | Self::Away => true,
        }
    }
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
