//! Owns which algorithms have a fast engine. Never says that a signature is bad.

use super::curve::{P256, P384};
use super::window::Window;
use super::{Claim, ecdsa, ed25519};

/// The prepared engine of one key.
pub(super) enum Fast {
    P256(ecdsa::Engine<P256>),
    P384(ecdsa::Engine<P384>),
    Ed25519(ed25519::Engine),
}

impl Fast {
    /// The engine for a key, if there is one for the algorithm and `expected` signatures are worth it.
    pub fn new(algorithm: u8, key: &[u8], expected: usize) -> Option<Self> {
        Self::with(algorithm, key, Window::for_signatures(expected)?)
    }

    /// The engine for a key with tables of that size.
    pub fn with(algorithm: u8, key: &[u8], window: Window) -> Option<Self> {
        match algorithm {
            13 => ecdsa::Engine::new(key, window).map(Self::P256),
            14 => ecdsa::Engine::new(key, window).map(Self::P384),
            15 => ed25519::Engine::new(key, window).map(Self::Ed25519),
            _ => None,
        }
    }

    /// Whether each claim is known to be good. The others are undecided.
    pub fn good(&self, claims: &[Claim<'_>]) -> Vec<bool> {
        match self {
            Self::P256(engine) => engine.good(claims),
            Self::P384(engine) => engine.good(claims),
            Self::Ed25519(engine) => engine.good(claims),
        }
    }
}
