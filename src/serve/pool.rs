//! Work on articles, off the threads that talk to clients: so many at the same time, so many waiting, no more.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::engine::Linter;

/// Requests that wait for each thread; who comes then is asked to come again.
const WAITING_PER_THREAD: usize = 32;
/// How long one is waited for, its turn included.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// Why work was not done; the message is for the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Overload {
    Full,
    Slow,
    /// A fault of ours.
    Failed,
}

impl Overload {
    pub fn message(self) -> &'static str {
        match self {
            Self::Full => "现在检查的人太多，请过几秒再试",
            Self::Slow => "这篇文章 30 秒内没有检查完；请拆成几篇，或者过一会儿再试",
            Self::Failed => "检查时程序出错，请把文章发给维护者",
        }
    }
}

pub(super) struct Pool {
    linter: Arc<Linter>,
    working: Arc<Semaphore>,
    places: Semaphore,
}

impl Pool {
    pub fn new(linter: Linter, threads: usize) -> Self {
        let threads = threads.max(1);
        Self {
            linter: Arc::new(linter),
            working: Arc::new(Semaphore::new(threads)),
            places: Semaphore::new(threads * (WAITING_PER_THREAD + 1)),
        }
    }

    pub fn linter(&self) -> &Linter {
        &self.linter
    }

    /// Does something with the linter when there is a thread for it. Work that takes too long goes on to its end, keeping
    /// its thread; nobody waits for it any more.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Linter) -> T + Send + 'static,
    ) -> Result<T, Overload> {
        let _place = self.places.try_acquire().map_err(|_| Overload::Full)?;
        let (linter, working) = (Arc::clone(&self.linter), Arc::clone(&self.working));
        let work = async move {
            let turn = working.acquire_owned().await.map_err(|_| Overload::Failed)?;
            let done = tokio::task::spawn_blocking(move || {
                let _turn = turn;
                work(&linter)
            });
            done.await.map_err(|_| Overload::Failed)
        };
        timeout(TIME_LIMIT, work).await.unwrap_or(Err(Overload::Slow))
    }
}
