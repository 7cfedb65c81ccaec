//! A language client for tests: starts the program, writes and reads messages, and counts positions by itself.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

/// Longer than any answer takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16,
}

pub struct Client {
    folder: PathBuf,
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// Read and not asked for yet.
    kept: VecDeque<Value>,
    /// Document and version of all diagnostics that came.
    versions: Vec<(String, Option<i64>)>,
    asked: i64,
    pub encoding: Encoding,
    pub capabilities: Value,
}

impl Client {
    pub fn start(folder: &Path, encoding: Encoding) -> Self {
        Self::start_with(folder, encoding, json!({}), &[])
    }

    /// `capabilities` are put over the usual ones.
    pub fn start_with(folder: &Path, encoding: Encoding, capabilities: Value, options: &[&str]) -> Self {
        let mut client = Self::silent(folder, options);
        client.encoding = encoding;
        let offered = match encoding {
            Encoding::Utf8 => json!(["utf-32", "utf-8", "utf-16"]),
            Encoding::Utf16 => json!(["utf-16"]),
        };
        let mut all = json!({ "general": { "positionEncodings": offered } });
        for (key, value) in capabilities.as_object().unwrap() {
            all[key] = value.clone();
        }
        let root = client.uri("");
        let folders = json!([{ "uri": root, "name": "稿件" }]);
        let params = json!({ "processId": null, "rootUri": root, "workspaceFolders": folders, "capabilities": all });
        client.capabilities = client.ask("initialize", params).unwrap()["capabilities"].clone();
        client.notify("initialized", json!({}));
        client
    }

    /// Says nothing yet.
    pub fn silent(folder: &Path, options: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_shenjiao"))
            .arg("lsp")
            .args(options)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Self {
            folder: std::fs::canonicalize(folder).unwrap(),
            input: child.stdin.take(),
            child,
            messages,
            kept: VecDeque::new(),
            versions: Vec::new(),
            asked: 0,
            encoding: Encoding::Utf16,
            capabilities: Value::Null,
        }
    }

    /// The URI of a file in the folder, as editors write it.
    pub fn uri(&self, name: &str) -> String {
        let path = self.folder.join(name).to_string_lossy().replace('\\', "/");
        let escaped: Vec<String> = path
            .bytes()
            .map(|byte| match byte {
                b'/' | b'.' | b'-' | b'_' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
                _ => format!("%{byte:02X}"),
            })
            .collect();
        format!("file://{}", escaped.concat())
    }

    pub fn write_raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).unwrap();
        input.flush().unwrap();
    }

    fn write(&mut self, message: &Value) {
        let body = message.to_string();
        self.write_raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.write(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// The number to give to [`Client::answer`].
    pub fn send_request(&mut self, method: &str, params: Value) -> i64 {
        self.asked += 1;
        self.write(&json!({ "jsonrpc": "2.0", "id": self.asked, "method": method, "params": params }));
        self.asked
    }

    pub fn answer(&mut self, id: i64) -> Result<Value, Value> {
        let answer = self.wait(|message| message["id"] == id && message.get("method").is_none());
        answer.get("error").map_or(Ok(answer["result"].clone()), |error| Err(error.clone()))
    }

    pub fn ask(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        let id = self.send_request(method, params);
        self.answer(id)
    }

    pub fn open(&mut self, uri: &str, language: &str, text: &str) {
        let item = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": item }));
    }

    pub fn change(&mut self, uri: &str, version: i64, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// The next diagnostics of a version of a document.
    pub fn published(&mut self, uri: &str, version: i64) -> Vec<Value> {
        let message = self.wait(|message| {
            let params = &message["params"];
            is(message, "textDocument/publishDiagnostics") && params["uri"] == uri && params["version"] == version
        });
        message["params"]["diagnostics"].as_array().unwrap().clone()
    }

    /// Whether the diagnostics of a closed document are taken away.
    pub fn cleared(&mut self, uri: &str) -> bool {
        let message = self.wait(|message| {
            let params = &message["params"];
            is(message, "textDocument/publishDiagnostics") && params["uri"] == uri && params["version"].is_null()
        });
        message["params"]["diagnostics"] == json!([])
    }

    pub fn notified(&mut self, method: &str) -> Value {
        self.wait(|message| is(message, method))["params"].clone()
    }

    /// Versions of a document for which diagnostics came, in their order.
    pub fn versions_of(&self, uri: &str) -> Vec<Option<i64>> {
        self.versions.iter().filter(|(of, _)| of == uri).map(|(_, version)| *version).collect()
    }

    pub fn versions_only_grow(&self, uri: &str) -> bool {
        self.versions_of(uri).is_sorted()
    }

    fn wait(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.kept.iter().position(&wanted) {
            return self.kept.remove(at).unwrap();
        }
        loop {
            let message = self.messages.recv_timeout(PATIENCE).expect("the server answers");
            if is(&message, "textDocument/publishDiagnostics") {
                let params = &message["params"];
                self.versions.push((params["uri"].as_str().unwrap().to_string(), params["version"].as_i64()));
            }
            if wanted(&message) {
                return message;
            }
            self.kept.push_back(message);
        }
    }

    /// Shuts the server down; its exit status.
    pub fn leave(mut self) -> Option<i32> {
        self.ask("shutdown", Value::Null).unwrap();
        self.notify("exit", Value::Null);
        self.exit_status()
    }

    pub fn hang_up(&mut self) {
        self.input = None;
    }

    pub fn exit_status(&mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }
}

impl Drop for Client {
    /// A test that fails leaves no server behind.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn is(message: &Value, method: &str) -> bool {
    message["method"] == method
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", value)) => length = value.parse().ok()?,
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

/// Where lines begin; the protocol's three line ends.
fn lines(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let ends =
        (0..bytes.len()).filter(|at| bytes[*at] == b'\n' || bytes[*at] == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
    [0].into_iter().chain(ends.map(|at| at + 1)).collect()
}

fn units(c: char, encoding: Encoding) -> usize {
    match encoding {
        Encoding::Utf8 => c.len_utf8(),
        Encoding::Utf16 => c.len_utf16(),
    }
}

pub fn position(text: &str, byte: usize, encoding: Encoding) -> Value {
    let lines = lines(text);
    let line = lines.iter().rposition(|start| *start <= byte).unwrap();
    let character: usize = text[lines[line]..byte].chars().map(|c| units(c, encoding)).sum();
    json!({ "line": line, "character": character })
}

pub fn offset(text: &str, position: &Value, encoding: Encoding) -> usize {
    let start = lines(text)[usize::try_from(position["line"].as_u64().unwrap()).unwrap()];
    let mut left = usize::try_from(position["character"].as_u64().unwrap()).unwrap();
    for (at, c) in text[start..].char_indices() {
        if left == 0 {
            return start + at;
        }
        left -= units(c, encoding);
    }
    text.len()
}

/// The text after the edit of an action.
pub fn apply(text: &str, action: &Value, uri: &str, encoding: Encoding) -> String {
    let mut edits: Vec<(usize, usize, &str)> = action["edit"]["changes"][uri]
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| {
            let at = |end: &str| offset(text, &edit["range"][end], encoding);
            (at("start"), at("end"), edit["newText"].as_str().unwrap())
        })
        .collect();
    edits.sort_unstable();
    let mut edited = text.to_string();
    for (start, end, new) in edits.into_iter().rev() {
        edited.replace_range(start..end, new);
    }
    edited
}
