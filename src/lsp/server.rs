//! The server itself: takes one event after the other, hands checks to threads, and answers. All state is here and on one
//! thread; the threads that check know nothing but a snapshot.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Instant;

use gen_lsp_types::{
    CodeActionParams, DiagnosticServerCancellationData, DidChangeTextDocumentParams, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams, DocumentDiagnosticParams,
    ExecuteCommandParams, FullDocumentDiagnosticReport, HoverParams, InitializeParams, MessageType,
    PublishDiagnosticsParams, RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport,
    UnchangedDocumentDiagnosticReport, Uri, WorkspaceFolder,
};
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response, ResponseError};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::check::{self, Checked, Found};
use super::documents::{Document, Documents, Question, Waiting};
use super::protocol::{ALLOW_WORD, Client, path_of, watch};
use super::{DISORDERLY, Event, ORDERLY, actions, allow, report};
use crate::config::FILE_NAME;
use crate::engine::Linters;

/// Why a request was not answered, for the client's log.
type Refusal = (ErrorCode, String);

struct Server {
    linters: Arc<Linters>,
    /// Known once the client has introduced itself.
    client: Option<Client>,
    documents: Documents,
    folders: Vec<PathBuf>,
    events: Sender<Event>,
    outgoing: Sender<Message>,
    /// Checks under way, and how many there may be.
    checks: usize,
    most_checks: usize,
    /// What was said last of a configuration that cannot be used.
    complaint: Option<String>,
    asked: i32,
    is_shut_down: bool,
}

/// Serves until the client leaves; gives the exit status.
pub(super) fn serve(
    linters: Linters,
    most_checks: usize,
    events: Sender<Event>,
    incoming: &Receiver<Event>,
    outgoing: Sender<Message>,
) -> io::Result<u8> {
    let mut server = Server {
        linters: Arc::new(linters),
        client: None,
        documents: Documents::default(),
        folders: Vec::new(),
        events,
        outgoing,
        checks: 0,
        most_checks: most_checks.max(1),
        complaint: None,
        asked: 0,
        is_shut_down: false,
    };
    loop {
        match server.next(incoming) {
            Ok(Event::Client(Message::Notification(notification))) if notification.method == "exit" => {
                return Ok(if server.is_shut_down { ORDERLY } else { DISORDERLY });
            }
            Ok(Event::Client(message)) => server.message(message),
            Ok(Event::Checked(checked)) => server.checked(*checked),
            Ok(Event::Closed(result)) => return result.map(|()| DISORDERLY),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Ok(DISORDERLY),
        }
        server.start_checks();
    }
}

impl Server {
    /// The next event, or a check that is due.
    fn next(&self, incoming: &Receiver<Event>) -> Result<Event, RecvTimeoutError> {
        match self.documents.next_due().filter(|_| self.checks < self.most_checks) {
            Some(due) => incoming.recv_timeout(due.saturating_duration_since(Instant::now())),
            None => incoming.recv().map_err(|_| RecvTimeoutError::Disconnected),
        }
    }

    fn start_checks(&mut self) {
        while self.checks < self.most_checks {
            let Some(snapshot) = self.documents.take_due() else { return };
            let (linters, events) = (Arc::clone(&self.linters), self.events.clone());
            // The server may be gone when the check is over.
            thread::spawn(move || events.send(Event::Checked(Box::new(check::check(&linters, snapshot)))).ok());
            self.checks += 1;
        }
    }

    fn checked(&mut self, checked: Checked) {
        self.checks -= 1;
        let Checked { uri, revision, outcome } = checked;
        let found = match outcome {
            Ok(found) => {
                self.complaint = None;
                for error in &found.errors {
                    self.say("window/logMessage", MessageType::Warning, &format!("{uri}：{error}"));
                }
                Some(found)
            }
            Err(messages) => {
                self.complain(messages.join("\n"));
                None
            }
        };
        let Some(document) = self.documents.checked(&uri, revision, found) else { return };
        let waiting = std::mem::take(&mut document.waiting);
        self.publish(&uri);
        for Waiting { id, question } in waiting {
            self.answer(&uri, id, question);
        }
    }

    /// Says once what is wrong with a configuration.
    fn complain(&mut self, complaint: String) {
        if self.complaint.as_ref() != Some(&complaint) {
            self.say("window/showMessage", MessageType::Error, &complaint);
            self.complaint = Some(complaint);
        }
    }

    /// Sends the diagnostics of a document to a client that does not ask for them.
    fn publish(&mut self, uri: &str) {
        if self.client.is_none_or(|client| client.pulls) {
            return;
        }
        let Some(document) = self.documents.get_mut(uri) else { return };
        let Some(found) = document.report().map(|report| report.found.as_ref()) else { return };
        let diagnostics = found.map(|found| report::diagnostics(&document.text, found)).unwrap_or_default();
        let params =
            PublishDiagnosticsParams { uri: Uri(uri.to_string()), version: Some(document.version), diagnostics };
        self.notify("textDocument/publishDiagnostics", json!(params));
    }

    /// Answers a question about a document if its present state is checked, else lets it wait.
    fn answer(&mut self, uri: &str, id: RequestId, question: Question) {
        let Some((client, document)) = self.client.zip(self.documents.get_mut(uri)) else {
            return self.respond(id, Ok(Value::Null));
        };
        let Some(report) = document.report() else {
            return document.wait(Waiting { id, question });
        };
        let answer = match question {
            Question::Diagnostics(known) => diagnostics(document, report.revision, report.found.as_ref(), known),
            Question::Hover(position) => {
                let at = document.text.offset(position) as u64;
                json!(report.found.as_ref().and_then(|found| report::hover(&document.text, found, at)))
            }
            Question::Actions(params) => {
                json!(report.found.as_ref().map(|found| actions::actions(client, document, found, &params)))
            }
        };
        self.respond(id, Ok(answer));
    }

    fn message(&mut self, message: Message) {
        match message {
            Message::Request(request) => {
                let (id, asked) = (request.id.clone(), self.request(request));
                if let Err(refusal) = asked {
                    self.respond(id, Err(refusal));
                }
            }
            Message::Notification(notification) => {
                let method = notification.method.clone();
                if let Err((_, message)) = self.notification(notification) {
                    self.say("window/logMessage", MessageType::Warning, &format!("{method}：{message}"));
                }
            }
            Message::Response(_) => {}
        }
    }

    fn request(&mut self, Request { id, method, params }: Request) -> Result<(), Refusal> {
        if self.is_shut_down {
            return Err((ErrorCode::InvalidRequest, "服务正在关闭".to_string()));
        }
        match (method.as_str(), self.client) {
            ("initialize", None) => {
                let greeting = self.initialize(&read(params)?);
                self.respond(id, Ok(greeting));
            }
            (_, None) => return Err((ErrorCode::ServerNotInitialized, "还没有 initialize".to_string())),
            ("initialize", Some(_)) => return Err((ErrorCode::InvalidRequest, "已经 initialize 过".to_string())),
            ("shutdown", _) => {
                self.is_shut_down = true;
                self.respond(id, Ok(Value::Null));
            }
            ("textDocument/diagnostic", _) => {
                let params: DocumentDiagnosticParams = read(params)?;
                self.answer(&params.text_document.uri.0, id, Question::Diagnostics(params.previous_result_id));
            }
            ("textDocument/hover", _) => {
                let params = read::<HoverParams>(params)?.text_document_position_params;
                self.answer(&params.text_document.uri.0, id, Question::Hover(params.position));
            }
            ("textDocument/codeAction", _) => {
                let params: CodeActionParams = read(params)?;
                self.answer(&params.text_document.uri.0.clone(), id, Question::Actions(Box::new(params)));
            }
            ("workspace/executeCommand", _) => {
                self.execute(read(params)?)?;
                self.respond(id, Ok(Value::Null));
            }
            _ => return Err((ErrorCode::MethodNotFound, format!("没有 {method} 这个功能"))),
        }
        Ok(())
    }

    fn initialize(&mut self, params: &InitializeParams) -> Value {
        #[expect(deprecated, reason = "older clients give nothing else")]
        let root = params.root_uri.iter().filter_map(|uri| path_of(&uri.0));
        let folders = json!(params.workspace_folders_initialize_params.workspace_folders);
        let folders: Vec<WorkspaceFolder> = serde_json::from_value(folders).unwrap_or_default();
        self.folders = folders.iter().filter_map(|folder| path_of(&folder.uri.0)).collect();
        if self.folders.is_empty() {
            self.folders.extend(root);
        }
        let client = Client::new(&params.capabilities);
        self.client = Some(client);
        json!(client.greeting())
    }

    fn execute(&mut self, params: ExecuteCommandParams) -> Result<(), Refusal> {
        #[derive(serde::Deserialize)]
        struct Word {
            uri: String,
            word: String,
        }
        if params.command != ALLOW_WORD {
            return Err((ErrorCode::InvalidParams, format!("没有 {} 这个命令", params.command)));
        }
        let argument = params.arguments.unwrap_or_default().into_iter().next().unwrap_or_default();
        let Word { uri, word } = read(json!(argument))?;
        let path = path_of(&uri);
        let config = self.linters.config(path.as_deref());
        let written = allow::write(config, path.as_deref(), &self.folders, &word);
        let written = written.map_err(|message| {
            self.say("window/showMessage", MessageType::Error, &message);
            (ErrorCode::RequestFailed, message)
        })?;
        let said = format!("已把“{word}”写进 {} 的放行词", written.display());
        self.say("window/showMessage", MessageType::Info, &said);
        self.renew();
        Ok(())
    }

    fn notification(&mut self, Notification { method, params }: Notification) -> Result<(), Refusal> {
        let Some(client) = self.client.filter(|_| !self.is_shut_down) else { return Ok(()) };
        match method.as_str() {
            "initialized" if client.watches => self.ask("client/registerCapability", watch()),
            "textDocument/didOpen" => {
                self.documents.open(read::<DidOpenTextDocumentParams>(params)?.text_document, client.units);
            }
            "textDocument/didChange" => {
                let DidChangeTextDocumentParams { text_document, content_changes } = read(params)?;
                let uri = text_document.text_document_identifier.uri.0;
                let outdated = self.documents.change(&uri, text_document.version, content_changes);
                outdated.into_iter().for_each(|waiting| self.refuse_outdated(waiting));
            }
            "textDocument/didSave" => {
                let uri = read::<DidSaveTextDocumentParams>(params)?.text_document.uri.0;
                if uri.rsplit('/').next() == Some(FILE_NAME) {
                    self.renew();
                }
            }
            "textDocument/didClose" => {
                let uri = read::<DidCloseTextDocumentParams>(params)?.text_document.uri;
                self.close(uri);
            }
            "workspace/didChangeWatchedFiles" | "workspace/didChangeConfiguration" => self.renew(),
            "workspace/didChangeWorkspaceFolders" => {
                let event = read::<DidChangeWorkspaceFoldersParams>(params)?.event;
                let removed: Vec<PathBuf> = event.removed.iter().filter_map(|folder| path_of(&folder.uri.0)).collect();
                self.folders.retain(|folder| !removed.contains(folder));
                self.folders.extend(event.added.iter().filter_map(|folder| path_of(&folder.uri.0)));
            }
            "$/cancelRequest" => {
                let id: RequestId = read(params.get("id").cloned().unwrap_or_default())?;
                if self.documents.forget(&id) {
                    self.respond(id, Err((ErrorCode::RequestCanceled, "已取消".to_string())));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, uri: Uri) {
        let Some(document) = self.documents.close(&uri.0) else { return };
        document.waiting.into_iter().for_each(|waiting| self.refuse_outdated(waiting));
        if self.client.is_some_and(|client| !client.pulls) {
            let nothing = PublishDiagnosticsParams { uri, version: None, diagnostics: Vec::new() };
            self.notify("textDocument/publishDiagnostics", json!(nothing));
        }
    }

    /// Refuses a question about a text that is no more; a client that wants diagnostics is told to ask again.
    fn refuse_outdated(&mut self, Waiting { id, question }: Waiting) {
        let message = "文字已经改动".to_string();
        if !matches!(question, Question::Diagnostics(_)) {
            return self.respond(id, Err((ErrorCode::ContentModified, message)));
        }
        let data = Some(json!(DiagnosticServerCancellationData { retrigger_request: true }));
        let error = ResponseError { code: ErrorCode::ServerCancelled as i32, message, data };
        self.send(Response { id, response_result: Err(error) }.into());
    }

    /// Checks every document again, after a change of what they are checked by.
    fn renew(&mut self) {
        self.documents.renew();
        if self.client.is_some_and(|client| client.pulls && client.refreshes) {
            self.ask("workspace/diagnostic/refresh", Value::Null);
        }
    }

    fn respond(&mut self, id: RequestId, answer: Result<Value, Refusal>) {
        let response_result =
            answer.map_err(|(code, message)| ResponseError { code: code as i32, message, data: None });
        self.send(Response { id, response_result }.into());
    }

    /// Asks the client for something whose answer does not matter.
    fn ask(&mut self, method: &str, params: Value) {
        self.asked = self.asked.wrapping_add(1);
        self.send(Request { id: self.asked.into(), method: method.to_string(), params }.into());
    }

    fn say(&self, method: &str, kind: MessageType, message: &str) {
        self.notify(method, json!({ "type": kind, "message": message }));
    }

    fn notify(&self, method: &str, params: Value) {
        self.send(Notification { method: method.to_string(), params }.into());
    }

    /// A client that does not read any more will also close its end: that is what ends the server.
    fn send(&self, message: Message) {
        let _ = self.outgoing.send(message);
    }
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, Refusal> {
    serde_json::from_value(params).map_err(|error| (ErrorCode::InvalidParams, format!("参数不对：{error}")))
}

/// The diagnostics of a document, or that they are those that the client knows.
fn diagnostics(document: &Document, revision: u64, found: Option<&Found>, known: Option<String>) -> Value {
    let result_id = revision.to_string();
    if known.as_ref() == Some(&result_id) {
        return json!(RelatedUnchangedDocumentDiagnosticReport {
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
            ..Default::default()
        });
    }
    let items = found.map(|found| report::diagnostics(&document.text, found)).unwrap_or_default();
    let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id: Some(result_id), items };
    json!(RelatedFullDocumentDiagnosticReport { full_document_diagnostic_report, ..Default::default() })
}
