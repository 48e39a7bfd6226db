//! The server's own key (RFC 8292): made at the first start, kept in a file that nobody else may read.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use openssl::base64::encode_block;
use openssl::ec::{EcGroup, EcKey};
use openssl::nid::Nid;
use openssl::pkey::PKey;
use web_push::{PartialVapidSignatureBuilder, VapidSignatureBuilder};

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or made.
    #[error("the push key {0} cannot be read or made: {1}; name a file with --push-key")]
    File(PathBuf, std::io::Error),
    /// Others may read the file.
    #[error("the push key {0} may be read by others; take that away with: chmod 600 {0}")]
    Open(PathBuf),
    /// The file holds something else.
    #[error("{0} is no key of the kind P-256 in PEM; it is left as it is")]
    NoKey(PathBuf),
    /// No key could be made.
    #[error("no push key could be made: {0}")]
    Making(#[from] openssl::error::ErrorStack),
}

/// The server's key pair.
#[derive(Clone)]
pub struct Keys(PartialVapidSignatureBuilder);

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys").field("public", &self.public()).finish_non_exhaustive()
    }
}

impl Keys {
    /// The key in a file; a new one, with its file, where there is none.
    ///
    /// # Errors
    /// When the file cannot be read or made, is open to others, or holds something else.
    pub fn in_file(path: &Path) -> Result<Self, KeyError> {
        let fault = |error| KeyError::File(path.to_owned(), error);
        match make(path, &fresh_pem()?) {
            Ok(()) => tracing::info!(file = %path.display(), "made a push key"),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(fault(error)),
        }
        let mut file = File::open(path).map_err(fault)?;
        if file.metadata().map_err(fault)?.permissions().mode() & 0o077 != 0 {
            return Err(KeyError::Open(path.to_owned()));
        }
        let mut pem = String::new();
        file.read_to_string(&mut pem).map_err(|_| KeyError::NoKey(path.to_owned()))?;
        Self::of_pem(&pem).ok_or_else(|| KeyError::NoKey(path.to_owned()))
    }

    /// A key that is kept nowhere.
    ///
    /// # Errors
    /// When none can be made.
    pub fn fresh() -> Result<Self, KeyError> {
        Self::of_pem(&fresh_pem()?).ok_or_else(|| KeyError::NoKey(PathBuf::from("a fresh key")))
    }

    fn of_pem(pem: &str) -> Option<Self> {
        VapidSignatureBuilder::from_pem_no_sub(pem.as_bytes()).ok().map(Self)
    }

    /// The public half, as browsers take it: base64url.
    pub fn public(&self) -> String {
        encode_block(&self.0.get_public_key()).replace('+', "-").replace('/', "_").trim_end_matches('=').to_owned()
    }

    pub(super) fn signer(&self) -> PartialVapidSignatureBuilder {
        self.0.clone()
    }
}

fn fresh_pem() -> Result<String, KeyError> {
    let key = EcKey::generate(EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)?.as_ref())?;
    let pem = PKey::from_ec_key(key)?.private_key_to_pem_pkcs8()?;
    Ok(String::from_utf8_lossy(&pem).into_owned())
}

/// Makes the file whole or not at all: two servers that start together end up with one key.
fn make(path: &Path, pem: &str) -> std::io::Result<()> {
    if path.try_exists()? {
        return Err(ErrorKind::AlreadyExists.into());
    }
    let mut beside = path.to_owned().into_os_string();
    beside.push(format!(".{}", std::process::id()));
    let beside = PathBuf::from(beside);
    let written = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside).and_then(|mut file| {
        file.write_all(pem.as_bytes())?;
        file.sync_all()?;
        // Unlike renaming, linking never replaces what is there.
        std::fs::hard_link(&beside, path)
    });
    let _ = std::fs::remove_file(&beside);
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{Permissions, read_to_string, set_permissions, write};

    #[test]
    fn a_key_is_made_once_and_stays() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("push.pem");
        let keys = Keys::in_file(&path).unwrap();
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(keys.public().len(), 87);
        let text = read_to_string(&path).unwrap();
        assert_eq!(Keys::in_file(&path).unwrap().public(), keys.public());
        assert_eq!(read_to_string(&path).unwrap(), text);
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left beside it");
        let secret: String = text.lines().nth(1).unwrap().to_owned();
        assert!(!format!("{keys:?}").contains(&secret[..20]));
    }

    #[test]
    fn servers_that_start_together_have_one_key() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("push.pem");
        let made: Vec<bool> = (0..4).map(|n| make(&path, &format!("{n}")).is_ok()).collect();
        assert_eq!(made, [true, false, false, false]);
        assert_eq!(read_to_string(&path).unwrap(), "0");
    }

    #[test]
    fn what_cannot_be_used_is_named_and_left_as_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("push.pem");
        write(&path, "no key").unwrap();
        set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        assert!(matches!(Keys::in_file(&path), Err(KeyError::NoKey(_))));
        assert_eq!(read_to_string(&path).unwrap(), "no key");
        std::fs::remove_file(&path).unwrap();
        Keys::in_file(&path).unwrap();
        set_permissions(&path, Permissions::from_mode(0o640)).unwrap();
        let error = Keys::in_file(&path).unwrap_err();
        assert!(error.to_string().contains("chmod 600"), "{error}");
        let missing = dir.path().join("none").join("push.pem");
        assert!(Keys::in_file(&missing).unwrap_err().to_string().contains("--push-key"));
    }
}
