//! Work off the threads that talk to clients: so much at the same time, so much waiting, no more.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::timeout;

/// Requests that wait for each thread; who comes then is asked to come again.
const WAITING_PER_THREAD: usize = 32;
/// How long one is waited for, its turn included.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// Why work was not done; the message is for the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Undone {
    Full,
    Slow,
    /// A fault of ours.
    Failed,
    /// The configuration was changed and cannot be used; why not.
    Misconfigured(Vec<String>),
}

impl Undone {
    pub fn message(&self) -> Cow<'static, str> {
        match self {
            Self::Full => "现在用的人太多，请过几秒再试".into(),
            Self::Slow => "30 秒内没有办完；请过一会儿重新查看再试，文章很长的请拆成几篇".into(),
            Self::Failed => "程序出错，没有办成；请把文章和当时的操作告诉维护者".into(),
            Self::Misconfigured(faults) => format!("现在不能检查，请管理员改正：{}", faults.join("；")).into(),
        }
    }
}

/// Threads for one sort of work.
pub(super) struct Pool {
    working: Arc<Semaphore>,
    places: Semaphore,
}

impl Pool {
    pub fn new(threads: usize) -> Self {
        let threads = threads.max(1);
        Self { working: Arc::new(Semaphore::new(threads)), places: Semaphore::new(threads * (WAITING_PER_THREAD + 1)) }
    }

    /// Does something when there is a thread for it. Work that takes too long goes on to its end, keeping its thread;
    /// nobody waits for it any more.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Undone> {
        let _place = self.places.try_acquire().map_err(|_| Undone::Full)?;
        let working = Arc::clone(&self.working);
        let work = async move {
            let turn = working.acquire_owned().await.map_err(|_| Undone::Failed)?;
            let done = tokio::task::spawn_blocking(move || {
                let _turn = turn;
                work()
            });
            done.await.map_err(|_| Undone::Failed)
        };
        timeout(TIME_LIMIT, work).await.unwrap_or(Err(Undone::Slow))
    }
}
