//! Accounts, for the service above all: roles, salted password hashes (argon2id), sessions of which only digests are kept,
//! waiting after wrong passwords, and a one-time token in place of a default password. The command line takes people at
//! their word (`--as`): who can write the file could write anything into it.

use std::collections::HashMap;

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use data_encoding::BASE64URL_NOPAD;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::clock;
use super::digest::Digest;
use super::error::{Result, ReviewError};
use super::event::Event;
use super::judge::User;
use super::store::{Receipt, Store, active, append, user};
use crate::config::ReviewSettings;

/// How long a session and the one-time token last.
const SESSION: SignedDuration = SignedDuration::from_hours(12);
const SETUP: SignedDuration = SignedDuration::from_hours(24);
/// Characters of a password at least, bytes at most.
const SHORTEST: usize = 10;
const LONGEST: usize = 256;
/// Characters of a name at most.
const LONGEST_NAME: usize = 32;
/// Bytes of a token.
const TOKEN: usize = 32;
/// Wrong passwords in a row that are let pass; the wait after the next one, which doubles with each, and the longest.
const FREE: u32 = 5;
const WAIT: i64 = 30;
const LONGEST_WAIT: i64 = 900;
/// Names and addresses that are remembered for wrong passwords.
const REMEMBERED: usize = 10_000;

/// An account as the list shows it.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Account {
    #[serde(flatten)]
    pub user: User,
    /// Whether it can log in to the service.
    pub has_password: bool,
}

/// A session that was opened. The token is given out once and kept nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub token: String,
    /// UTC.
    pub expires: String,
}

impl Store {
    /// Makes an account, or gives one that is there these roles and makes it active again. The first account of a store is
    /// made by whoever makes the store and manages it.
    pub fn set_user(&mut self, by: &str, name: &str, roles: &[String]) -> Result<Receipt> {
        let settings = self.settings.clone();
        self.step(|transaction| {
            check_name(name)?;
            check_roles(&settings, roles)?;
            let manage = &settings.roles.manage;
            if accounts(transaction)?.is_empty() {
                if !roles.contains(manage) {
                    return Err(ReviewError::refused(format!("第一个账号要有“{manage}”角色：--role {manage}")));
                }
            } else {
                manager(transaction, &settings, by)?;
                if !roles.contains(manage) {
                    is_not_last(transaction, &settings, name)?;
                }
            }
            let event = Event::User { name: name.to_string(), roles: roles.to_vec(), active: true };
            append(transaction, by, None, event)
        })
    }

    /// Shuts an account; what it did stays on record, its sessions end.
    pub fn disable_user(&mut self, by: &str, name: &str) -> Result<Receipt> {
        let settings = self.settings.clone();
        self.step(|transaction| {
            manager(transaction, &settings, by)?;
            let User { name, roles, .. } = active(transaction, name)?;
            is_not_last(transaction, &settings, &name)?;
            append(transaction, by, None, Event::User { name, roles, active: false })
        })
    }

    /// Sets a password: one's own, or any for those who manage accounts. All sessions of the account end.
    pub fn set_password(&mut self, by: &str, name: &str, password: &str) -> Result<Receipt> {
        let hash = hashed(name, password)?;
        let settings = self.settings.clone();
        self.step(|transaction| {
            let actor = active(transaction, by)?;
            let User { name, .. } = active(transaction, name)?;
            if actor.name != name && !actor.has(&settings.roles.manage) {
                return Err(ReviewError::forbidden(format!("{by}只能改自己的密码")));
            }
            keep_password(transaction, by, &name, &hash)
        })
    }

    pub fn accounts(&self) -> Result<Vec<Account>> {
        accounts(&self.database)
    }

    /// A token with which the first account can be made, for the service to print when it starts; `None` where somebody can
    /// log in already. An earlier token becomes void.
    pub fn setup_token(&mut self) -> Result<Option<String>> {
        let token = token()?;
        self.step(|transaction| {
            if accounts(transaction)?.iter().any(|account| account.has_password && account.user.active) {
                return Ok(None);
            }
            let expires = clock::after(Timestamp::now(), SETUP);
            append(transaction, "", None, Event::Setup { digest: Digest::of(token.as_bytes()), expires })?;
            Ok(Some(token))
        })
    }

    /// Makes the first account that can log in, with the role that manages accounts, in exchange for the token.
    pub fn redeem_setup(&mut self, token: &str, name: &str, password: &str) -> Result<Receipt> {
        let hash = hashed(name, password)?;
        let settings = self.settings.clone();
        self.step(|transaction| {
            let sql = "SELECT 1 FROM setup WHERE digest = ?1 AND expires > ?2";
            let known = Digest::of(token.as_bytes());
            let found = transaction.query_row(sql, params![known, clock::now()], |_| Ok(())).optional()?;
            if found.is_none() {
                return Err(ReviewError::refused("设置口令不对、用过了或已过期；重新启动服务会发一个新的"));
            }
            check_name(name)?;
            let mut roles = user(transaction, name)?.map_or_else(Vec::new, |user| user.roles);
            if !roles.contains(&settings.roles.manage) {
                roles.push(settings.roles.manage.clone());
            }
            append(transaction, name, None, Event::User { name: name.to_string(), roles, active: true })?;
            keep_password(transaction, name, name, &hash)
        })
    }

    /// Whether somebody knows the password of an account. `address`: where the request comes from.
    pub fn prove(&self, throttle: &mut Throttle, name: &str, address: &str, password: &str) -> Result<()> {
        let now = Timestamp::now();
        throttle.check([name, address], now)?;
        let sql = "SELECT hash FROM secret JOIN account ON name = account WHERE name = ?1 AND active";
        let hash: Option<String> = self.database.query_row(sql, [name], |row| row.get(0)).optional()?;
        if !fits(hash.as_deref(), password) {
            throttle.failed([name, address], now);
            return Err(ReviewError::refused("账号或密码不对"));
        }
        throttle.succeeded([name, address]);
        Ok(())
    }

    /// Opens a session for somebody who knows the password.
    pub fn log_in(&mut self, throttle: &mut Throttle, name: &str, address: &str, password: &str) -> Result<Session> {
        self.prove(throttle, name, address, password)?;
        let session = Session { token: token()?, expires: clock::after(Timestamp::now(), SESSION) };
        let digest = Digest::of(session.token.as_bytes());
        self.step(|transaction| {
            active(transaction, name)?;
            append(transaction, name, None, Event::Login { session: digest, expires: session.expires.clone() })
        })?;
        Ok(session)
    }

    /// Whose session a token opens; `None` where it is unknown, over, or the account was shut.
    pub fn session(&self, token: &str) -> Result<Option<User>> {
        let sql = "SELECT account FROM session WHERE digest = ?1 AND expires > ?2";
        let values = params![Digest::of(token.as_bytes()), clock::now()];
        let name: Option<String> = self.database.query_row(sql, values, |row| row.get(0)).optional()?;
        let Some(name) = name else { return Ok(None) };
        Ok(user(&self.database, &name)?.filter(|user| user.active))
    }

    /// Ends a session.
    pub fn log_out(&mut self, token: &str) -> Result<()> {
        let Some(user) = self.session(token)? else { return Ok(()) };
        let session = Digest::of(token.as_bytes());
        self.step(|transaction| append(transaction, &user.name, None, Event::Logout { session }))?;
        Ok(())
    }
}

/// Wrong passwords, by account and by address. Kept in memory: guessing must not fill the disk.
#[derive(Debug, Default)]
pub struct Throttle {
    failures: HashMap<String, (u32, Timestamp)>,
}

impl Throttle {
    fn check(&self, keys: [&str; 2], now: Timestamp) -> Result<()> {
        let seconds = keys.iter().map(|key| self.wait(key, now)).max().unwrap_or(0);
        if seconds > 0 {
            return Err(ReviewError::throttled(format!("密码错误次数太多，请过{seconds}秒再试")));
        }
        Ok(())
    }

    /// Seconds until the next attempt is heard.
    fn wait(&self, key: &str, now: Timestamp) -> i64 {
        let Some((count, last)) = self.failures.get(key) else { return 0 };
        if *count < FREE {
            return 0;
        }
        let wait = (WAIT << (count - FREE).min(10)).min(LONGEST_WAIT);
        (last.as_second().saturating_add(wait) - now.as_second()).clamp(0, LONGEST_WAIT)
    }

    fn failed(&mut self, keys: [&str; 2], now: Timestamp) {
        if self.failures.len() + keys.len() > REMEMBERED {
            let oldest = now.as_second().saturating_sub(LONGEST_WAIT);
            self.failures.retain(|_, (_, last)| last.as_second() > oldest);
        }
        for key in keys {
            // A flood of names is let go rather than kept: each address waits all the same.
            if self.failures.len() < REMEMBERED || self.failures.contains_key(key) {
                let (count, last) = self.failures.entry(key.to_string()).or_insert((0, now));
                (*count, *last) = (count.saturating_add(1), now);
            }
        }
    }

    fn succeeded(&mut self, keys: [&str; 2]) {
        for key in keys {
            self.failures.remove(key);
        }
    }
}

fn accounts(database: &Connection) -> Result<Vec<Account>> {
    let mut statement =
        database.prepare("SELECT name, roles, active, password IS NOT NULL FROM account ORDER BY name")?;
    let rows = statement.query_map([], |row| {
        let user = User { name: row.get(0)?, roles: super::dossier::parsed(row, 1)?, active: row.get(2)? };
        Ok(Account { user, has_password: row.get(3)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn manager(database: &Connection, settings: &ReviewSettings, by: &str) -> Result<User> {
    let actor = active(database, by)?;
    if actor.has(&settings.roles.manage) {
        return Ok(actor);
    }
    Err(ReviewError::forbidden(format!("{by}不能管理账号：需要“{}”角色", settings.roles.manage)))
}

/// Refuses to leave a store that nobody manages.
fn is_not_last(database: &Connection, settings: &ReviewSettings, name: &str) -> Result<()> {
    let mut managers = accounts(database)?;
    managers.retain(|account| account.user.active && account.user.has(&settings.roles.manage));
    if managers.iter().all(|account| account.user.name == name) {
        let manage = &settings.roles.manage;
        return Err(ReviewError::refused(format!("{name}是最后一个有“{manage}”角色的账号，请先让别人也有这个角色")));
    }
    Ok(())
}

fn check_name(name: &str) -> Result<()> {
    let is_sound = !name.is_empty() && name.trim() == name && !name.contains(char::is_control);
    if is_sound && name.chars().count() <= LONGEST_NAME {
        return Ok(());
    }
    Err(ReviewError::refused(format!("账号名应是1至{LONGEST_NAME}个字，前后没有空格")))
}

fn check_roles(settings: &ReviewSettings, roles: &[String]) -> Result<()> {
    let known = settings.role_names();
    match roles.iter().find(|role| !known.contains(&role.as_str())) {
        Some(role) => Err(ReviewError::refused(format!("没有“{role}”这个角色，可用的有：{}", known.join("、")))),
        None if roles.is_empty() => {
            Err(ReviewError::refused(format!("要写明至少一个角色，可用的有：{}", known.join("、"))))
        }
        None => Ok(()),
    }
}

/// Sets the hash of a password, which the journal names by its digest only.
fn keep_password(transaction: &rusqlite::Transaction<'_>, by: &str, name: &str, hash: &str) -> Result<Receipt> {
    let sql = "INSERT INTO secret VALUES (?1, ?2) ON CONFLICT(account) DO UPDATE SET hash = ?2";
    transaction.execute(sql, [name, hash])?;
    let digest = Digest::of(hash.as_bytes());
    append(transaction, by, None, Event::Password { name: name.to_string(), digest })
}

/// The salted hash of a password that is good enough.
fn hashed(name: &str, password: &str) -> Result<String> {
    if password.chars().count() < SHORTEST || password.len() > LONGEST {
        return Err(ReviewError::refused(format!("密码要有{SHORTEST}个字以上，最长{LONGEST}字节")));
    }
    let distinct: std::collections::HashSet<char> = password.chars().collect();
    if password.contains(name) || distinct.len() < SHORTEST / 2 {
        return Err(ReviewError::refused("密码太容易猜到：不要含有账号名，也不要总是那几个字"));
    }
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|error| ReviewError::storage(format!("密码存不下：{error}")))
}

/// Whether a password belongs to a hash. Without one, as much time goes by, so that names cannot be told from it.
fn fits(hash: Option<&str>, password: &str) -> bool {
    if password.len() > LONGEST {
        return false;
    }
    match hash.and_then(|hash| PasswordHash::new(hash).ok()) {
        Some(hash) => Argon2::default().verify_password(password.as_bytes(), &hash).is_ok(),
        None => {
            let _ = Argon2::default().hash_password(password.as_bytes());
            false
        }
    }
}

/// A text that nobody can guess, of characters that may stand anywhere.
pub fn token() -> Result<String> {
    let mut bytes = [0; TOKEN];
    getrandom::fill(&mut bytes).map_err(|error| ReviewError::storage(format!("系统给不出随机数：{error}")))?;
    Ok(BASE64URL_NOPAD.encode(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(&folder.path().join("a.db"), ReviewSettings::default()).unwrap();
        (folder, store)
    }

    #[test]
    fn the_first_account_comes_by_the_token_and_once() {
        let (_folder, mut store) = store();
        let old = store.setup_token().unwrap().unwrap();
        let token = store.setup_token().unwrap().unwrap();
        assert!(store.redeem_setup(&old, "王主任", "一二三四五六七八九十").is_err());
        assert!(store.redeem_setup(&token, "王主任", "短").is_err());
        assert!(store.redeem_setup(&token, "王主任", "王主任一二三四五六七").is_err());
        store.redeem_setup(&token, "王主任", "一二三四五六七八九十").unwrap();
        assert!(store.redeem_setup(&token, "李四", "一二三四五六七八九十").is_err());
        assert_eq!(store.setup_token().unwrap(), None);
        let accounts = store.accounts().unwrap();
        assert!(accounts[0].has_password && accounts[0].user.has("管理"));
    }

    #[test]
    fn sessions_open_with_the_password_and_end() {
        let (_folder, mut store) = store();
        let mut throttle = Throttle::default();
        store.set_user("甲", "甲", &["管理".to_string()]).unwrap();
        assert!(store.log_in(&mut throttle, "甲", "1", "一二三四五六七八九十").is_err());
        store.set_password("甲", "甲", "一二三四五六七八九十").unwrap();
        let session = store.log_in(&mut throttle, "甲", "1", "一二三四五六七八九十").unwrap();
        assert_eq!(store.session(&session.token).unwrap().unwrap().name, "甲");
        assert_eq!(store.session("别的").unwrap(), None);
        store.log_out(&session.token).unwrap();
        assert_eq!(store.session(&session.token).unwrap(), None);
        let session = store.log_in(&mut throttle, "甲", "1", "一二三四五六七八九十").unwrap();
        store.set_password("甲", "甲", "十九八七六五四三二一").unwrap();
        assert_eq!(store.session(&session.token).unwrap(), None);
    }

    #[test]
    fn guessing_has_to_wait_longer_and_longer() {
        let (mut throttle, now) = (Throttle::default(), Timestamp::now());
        let at = |seconds| now.checked_add(SignedDuration::from_secs(seconds)).unwrap();
        for _ in 0..FREE {
            throttle.check(["甲", "1"], now).unwrap();
            throttle.failed(["甲", "1"], now);
        }
        assert!(throttle.check(["甲", "2"], at(WAIT - 1)).is_err());
        assert!(throttle.check(["乙", "1"], at(WAIT - 1)).is_err());
        throttle.check(["乙", "2"], now).unwrap();
        throttle.check(["甲", "1"], at(WAIT)).unwrap();
        throttle.failed(["甲", "1"], at(WAIT));
        assert!(throttle.check(["甲", "1"], at(WAIT * 3 - 1)).is_err());
        for _ in 0..40 {
            throttle.failed(["甲", "1"], now);
        }
        assert_eq!(throttle.wait("甲", now), LONGEST_WAIT);
        throttle.succeeded(["甲", "1"]);
        throttle.check(["甲", "1"], now).unwrap();
    }

    #[test]
    fn somebody_must_be_left_to_manage() {
        let (_folder, mut store) = store();
        let roles = |role: &str| vec![role.to_string()];
        assert!(store.set_user("甲", "甲", &roles("初审")).is_err());
        store.set_user("甲", "甲", &roles("管理")).unwrap();
        assert!(store.disable_user("甲", "甲").is_err());
        assert!(store.set_user("甲", "甲", &roles("初审")).is_err());
        let unknown = store.set_user("甲", "乙", &roles("五审")).unwrap_err();
        assert!(unknown.message.starts_with("没有“五审”这个角色，可用的有：撰稿、初审"), "{unknown}");
        store.set_user("甲", "乙", &roles("管理")).unwrap();
        store.disable_user("乙", "甲").unwrap();
        assert!(store.set_user("甲", "丙", &roles("初审")).unwrap_err().message.contains("已停用"));
    }
}
