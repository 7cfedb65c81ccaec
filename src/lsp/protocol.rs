//! What client and server tell each other of themselves, and the names of things: what the client can do, what we offer,
//! where a document lies.

use std::path::PathBuf;

use gen_lsp_types::{
    ClientCapabilities, CodeActionKind, CodeActionOptions, DiagnosticOptions, ExecuteCommandOptions, InitializeResult,
    LanguageKind, SaveOptions, ServerCapabilities, ServerInfo, TextDocumentSyncKind, TextDocumentSyncOptions,
    WorkspaceFoldersServerCapabilities, WorkspaceOptions,
};
use serde_json::json;

use super::text::Units;

/// The command that adds a word to the allow list; its argument is `{"uri": …, "word": …}`.
pub(super) const ALLOW_WORD: &str = "shenjiao.allowWord";
/// The kind of the action that makes all safe corrections.
pub(super) const FIX_ALL: &str = "source.fixAll.shenjiao";

/// What the client can do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Client {
    pub units: Units,
    /// It asks for diagnostics: then they are not sent unasked too.
    pub pulls: bool,
    /// It asks again when told so.
    pub refreshes: bool,
    /// Edits may name the version that they are for.
    pub versions_edits: bool,
    /// It tells of changes of files that it is asked to watch.
    pub watches: bool,
}

impl Client {
    pub fn new(capabilities: &ClientCapabilities) -> Self {
        let workspace = capabilities.workspace.as_ref();
        let general = capabilities.general.as_ref();
        let offered = general.and_then(|general| general.position_encodings.as_deref());
        let edits = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
        let watched = workspace.and_then(|workspace| workspace.did_change_watched_files.as_ref());
        let pulled = workspace.and_then(|workspace| workspace.diagnostics.as_ref());
        Self {
            units: Units::negotiate(offered.unwrap_or_default()),
            pulls: capabilities.text_document.as_ref().is_some_and(|text| text.diagnostic.is_some()),
            refreshes: pulled.and_then(|pulled| pulled.refresh_support).unwrap_or(false),
            versions_edits: edits.and_then(|edits| edits.document_changes).unwrap_or(false),
            watches: watched.and_then(|watched| watched.dynamic_registration).unwrap_or(false),
        }
    }

    /// What we tell it.
    pub fn greeting(&self) -> InitializeResult {
        let sync = TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::Incremental),
            save: Some(SaveOptions { include_text: Some(false) }.into()),
            ..Default::default()
        };
        let actions = CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QuickFix, CodeActionKind::from(FIX_ALL.to_string())]),
            ..Default::default()
        };
        let folders =
            WorkspaceFoldersServerCapabilities { supported: Some(true), change_notifications: Some(true.into()) };
        let capabilities = ServerCapabilities {
            position_encoding: Some(self.units.kind()),
            text_document_sync: Some(sync.into()),
            hover_provider: Some(true.into()),
            code_action_provider: Some(actions.into()),
            diagnostic_provider: Some(DiagnosticOptions::default().into()),
            execute_command_provider: Some(ExecuteCommandOptions {
                commands: vec![ALLOW_WORD.to_string()],
                ..Default::default()
            }),
            workspace: Some(WorkspaceOptions { workspace_folders: Some(folders), ..Default::default() }),
            ..Default::default()
        };
        let version = Some(env!("CARGO_PKG_VERSION").to_string());
        InitializeResult { capabilities, server_info: Some(ServerInfo { name: "shenjiao".to_string(), version }) }
    }
}

/// Asks the client to tell when configurations or dictionaries change.
pub(super) fn watch() -> serde_json::Value {
    let watchers = json!([{ "globPattern": "**/shenjiao.toml" }, { "globPattern": "**/*.{tsv,csv,xlsx}" }]);
    let method = "workspace/didChangeWatchedFiles";
    json!({ "registrations": [{ "id": method, "method": method, "registerOptions": { "watchers": watchers } }] })
}

/// Where a document lies, if in a file.
pub(super) fn path_of(uri: &str) -> Option<PathBuf> {
    url::Url::parse(uri).ok().filter(|url| url.scheme() == "file")?.to_file_path().ok()
}

/// What a file of a language would be called, for documents that are no file yet.
pub(super) fn extension(language: &LanguageKind) -> &'static str {
    match language {
        LanguageKind::HTML => ".html",
        LanguageKind::JSON => ".json",
        LanguageKind::Markdown => ".md",
        LanguageKind::SQL => ".sql",
        _ => ".txt",
    }
}
