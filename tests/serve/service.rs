//! The service as a process of its own, and requests as they are written.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_shenjiao");
pub const TEXT: &str = "😀各单位e\u{301}要认真布署👨‍👩‍👧，截止目前已按装𠮷完毕，，请于2月30日前报送。50%+1&language=zh。";

pub struct Service {
    child: Child,
    said: BufReader<ChildStderr>,
    options: Vec<String>,
    pub address: String,
    folder: tempfile::TempDir,
}

pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The message of a refusal.
    pub fn error(&self) -> String {
        self.json()["error"].as_str().unwrap_or_default().to_string()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.into_iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

impl Service {
    pub fn start(options: &[&str]) -> Self {
        Self::at("127.0.0.1:0", options)
    }

    pub fn at(listen: &str, options: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("tokens"), "0123456789abcdef\nfedcba9876543210\n").unwrap();
        let listen = ["serve", "--listen", listen].into_iter();
        let options: Vec<String> = listen.chain(options.iter().copied()).map(str::to_string).collect();
        let (child, said) = spawn(&options, folder.path());
        let mut service = Self { child, said, options, address: String::new(), folder };
        service.read_address();
        service
    }

    /// Kills it (SIGKILL) and starts it again in its folder, at another address.
    pub fn kill_and_start(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        (self.child, self.said) = spawn(&self.options, self.folder.path());
        self.read_address();
    }

    fn read_address(&mut self) {
        let line = self.line();
        let address = line.split("http://").nth(1).unwrap_or_else(|| panic!("{line}"));
        let address: String = address.chars().take_while(|c| c.is_ascii_digit() || ".:".contains(*c)).collect();
        self.address = address.replace("0.0.0.0", "127.0.0.1");
    }

    /// The next line that it says.
    pub fn line(&mut self) -> String {
        let mut line = String::new();
        self.said.read_line(&mut line).unwrap();
        line
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(120))).unwrap();
        stream
    }

    /// Sends a request as it is written.
    pub fn raw(&self, request: &[u8]) -> Answer {
        let answer = send(self.connect(), request);
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or_else(|| {
            panic!("{}", String::from_utf8_lossy(&answer));
        });
        let head = String::from_utf8(answer[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, body: answer[end + 4..].to_vec(), head }
    }

    pub fn ask(&self, method: &str, path: &str, headers: &str, body: &[u8]) -> Answer {
        let length = body.len();
        let host = &self.address;
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n"
        );
        self.raw(&[head.as_bytes(), body].concat())
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "", b"")
    }

    pub fn post(&self, path: &str, body: &[u8]) -> Answer {
        self.ask("POST", path, "", body)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(options: &[String], folder: &Path) -> (Child, BufReader<ChildStderr>) {
    let mut child = Command::new(PROGRAM).args(options).current_dir(folder).stderr(Stdio::piped()).spawn().unwrap();
    let said = BufReader::new(child.stderr.take().unwrap());
    (child, said)
}

/// What comes back for a request, as far as it comes.
pub fn send(mut stream: TcpStream, request: &[u8]) -> Vec<u8> {
    // A server that refuses a large body does not read all of it.
    let _ = stream.write_all(request);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    answer
}

/// Text as it stands in an address.
pub fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
