//! The store as the service uses it: connections that are kept open, and threads for what waits for the disk. Passwords have
//! a thread of their own, so that whoever tries many keeps nobody else waiting.

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::config::ReviewSettings;
use crate::review::{Result, ReviewError, Store, Throttle};
use crate::serve::api::Refusal;
use crate::serve::pool::Pool;

/// Steps that are taken at the same time; writers wait for each other anyway.
const CLERKS: usize = 4;
/// Threads that this takes at most.
pub(in crate::serve) const THREADS: usize = CLERKS + 1;

pub(in crate::serve) struct Office {
    path: PathBuf,
    pub(super) settings: ReviewSettings,
    idle: Mutex<Vec<Store>>,
    throttle: Mutex<Throttle>,
    clerks: Pool,
    porter: Pool,
}

impl Office {
    /// Opens the store, making it where there is none.
    pub fn open(path: PathBuf, settings: ReviewSettings) -> io::Result<Self> {
        let store = Store::create(&path, settings.clone()).map_err(unusable)?;
        Ok(Self {
            path,
            settings,
            idle: Mutex::new(vec![store]),
            throttle: Mutex::default(),
            clerks: Pool::new(CLERKS),
            porter: Pool::new(1),
        })
    }

    /// See `Store::setup_token`.
    pub fn setup_token(&self) -> io::Result<Option<String>> {
        self.with(Store::setup_token).map_err(unusable)
    }

    /// Does something with the store on this thread, which may wait for the disk.
    pub(super) fn with<T>(&self, work: impl FnOnce(&mut Store) -> Result<T>) -> Result<T> {
        let kept = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut store = match kept {
            Some(store) => store,
            None => Store::open(&self.path, self.settings.clone())?,
        };
        let done = work(&mut store);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(store);
        done
    }

    /// Does something with the store when there is a thread for it.
    pub(super) async fn ask<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&mut Store) -> Result<T> + Send + 'static,
    ) -> std::result::Result<T, Refusal> {
        let office = Arc::clone(self);
        Ok(self.clerks.run(move || office.with(work)).await??)
    }

    /// Does something that a password is needed for.
    pub(super) async fn prove<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&mut Store, &mut Throttle) -> Result<T> + Send + 'static,
    ) -> std::result::Result<Result<T>, Refusal> {
        let office = Arc::clone(self);
        let run = move || {
            let mut throttle = office.throttle.lock().unwrap_or_else(PoisonError::into_inner);
            office.with(|store| work(store, &mut throttle))
        };
        Ok(self.porter.run(run).await?)
    }
}

fn unusable(error: ReviewError) -> io::Error {
    io::Error::other(error.message)
}
