//! The language server: findings, fixes and explanations in the editor, while an article is being written. Speaks the
//! Language Server Protocol (3.17) over a pair of streams. What is found is found by `engine`, exactly as by `check`;
//! here is only who asks for what, and when.

mod actions;
mod allow;
mod check;
mod documents;
mod protocol;
mod report;
mod server;
mod text;

use std::io::{self, BufReader, Read, Write};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use lsp_server::Message;

use crate::engine::Linters;

/// The exit status after `shutdown` and `exit`, as the protocol wants it.
const ORDERLY: u8 = 0;
/// The exit status when the client leaves without `shutdown`.
const DISORDERLY: u8 = 1;

/// What the server waits for.
enum Event {
    Client(Message),
    Checked(Box<check::Checked>),
    /// The client says no more; with the reason where its last message could not be read.
    Closed(io::Result<()>),
}

/// Serves one client until it leaves, checking so many documents at the same time at most; gives the exit status.
pub fn run(
    linters: Linters,
    most_checks: usize,
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
) -> io::Result<u8> {
    let (events, incoming) = channel();
    let (outgoing, messages) = channel();
    let from_client = events.clone();
    // Not joined: it may wait for input for ever.
    thread::spawn(move || receive(input, &from_client));
    let writer = thread::spawn(move || send(output, &messages));
    let status = server::serve(linters, most_checks, events, &incoming, outgoing);
    // A client that is gone before all was said to it is no error of ours.
    let _ = writer.join();
    status
}

fn receive(input: impl Read, events: &Sender<Event>) {
    let mut input = BufReader::new(input);
    loop {
        let event = match Message::read(&mut input) {
            Ok(Some(message)) => Event::Client(message),
            Ok(None) => Event::Closed(Ok(())),
            Err(error) => {
                let message = format!("编辑器发来的消息读不懂，只好停下：{error}");
                Event::Closed(Err(io::Error::new(error.kind(), message)))
            }
        };
        let is_closed = matches!(event, Event::Closed(_));
        if events.send(event).is_err() || is_closed {
            return;
        }
    }
}

/// Writes messages until the server ends or the client is gone.
fn send(mut output: impl Write, messages: &Receiver<Message>) -> io::Result<()> {
    messages.iter().try_for_each(|message| message.write(&mut output))
}
