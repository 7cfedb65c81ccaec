//! Work done by several threads, results received in the order of the work. At most a window of pieces is under way,
//! so memory is bounded however much there is.

use std::collections::BTreeMap;

use crossbeam_channel::{Receiver, Sender, bounded};

/// Pieces under way for each thread.
const WINDOW_PER_THREAD: usize = 4;

/// Gives pieces of work to the workers; handed to the producer.
pub(super) struct Sink<'a, W>(Box<dyn FnMut(W) -> bool + 'a>);

impl<W> Sink<'_, W> {
    /// Waits for a place in the window. False once nobody listens any more: stop producing.
    pub(super) fn send(&mut self, work: W) -> bool {
        (self.0)(work)
    }
}

/// Runs `produce` on a thread of its own, `work` on `threads` threads, and `receive` on this one, which gets the
/// results in the order in which the pieces were sent. `receive` returns false to stop early. With one thread, all of
/// it is done on this one, piece by piece.
pub(super) fn run<W: Send, R: Send>(
    threads: usize,
    produce: impl FnOnce(Sink<'_, W>) + Send,
    work: impl Fn(W) -> R + Sync,
    mut receive: impl FnMut(R) -> bool,
) {
    if threads <= 1 {
        let mut is_heard = true;
        let send = |piece| {
            is_heard = is_heard && receive(work(piece));
            is_heard
        };
        return produce(Sink(Box::new(send)));
    }
    let window = threads * WINDOW_PER_THREAD;
    let (work_in, work_out) = bounded::<(u64, W)>(window);
    let (done_in, done_out) = bounded::<(u64, R)>(window);
    let (permit_in, permit_out) = bounded::<()>(window);
    for _ in 0..window {
        let _ = permit_in.send(());
    }
    let work = &work;
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let mut number = 0;
            let send = move |piece| {
                let sent = permit_out.recv().is_ok() && work_in.send((number, piece)).is_ok();
                number += 1;
                sent
            };
            produce(Sink(Box::new(send)));
        });
        for _ in 0..threads {
            let (work_out, done_in) = (work_out.clone(), done_in.clone());
            scope.spawn(move || {
                for (number, piece) in work_out {
                    if done_in.send((number, work(piece))).is_err() {
                        break;
                    }
                }
            });
        }
        drop((work_out, done_in));
        in_order(done_out, &permit_in, &mut receive);
        // Dropping the channels ends producer and workers.
        drop(permit_in);
    });
}

fn in_order<R>(done: Receiver<(u64, R)>, permits: &Sender<()>, receive: &mut impl FnMut(R) -> bool) {
    let (mut waiting, mut next) = (BTreeMap::new(), 0);
    for (number, result) in done {
        waiting.insert(number, result);
        while let Some(result) = waiting.remove(&next) {
            next += 1;
            let _ = permits.try_send(());
            if !receive(result) {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_order_and_stops_early() {
        for threads in [1, 2, 5] {
            let produce = |mut sink: Sink<'_, u64>| {
                assert!((0..1000).all(|number| sink.send(number)));
            };
            let mut seen = Vec::new();
            run(
                threads,
                produce,
                |number| number * 2,
                |result| {
                    seen.push(result);
                    true
                },
            );
            assert_eq!(seen, (0..1000).map(|number| number * 2).collect::<Vec<_>>());
            let mut count = 0;
            run(
                threads,
                |mut sink: Sink<'_, u64>| while sink.send(1) {},
                |number| number,
                |_| {
                    count += 1;
                    count < 10
                },
            );
            assert_eq!(count, 10);
        }
    }
}
