//! Owns which fast engine is worth its tables for how many signatures. Never says that a signature is bad.

use super::window::Window;
use super::{Claim, ed25519, p256};

/// Signatures from which small tables pay.
const FEW: usize = 100;

/// Signatures from which large tables pay.
const MANY: usize = 10_000;

/// The prepared engine of one key.
pub(super) enum Fast {
    P256(p256::Engine),
    Ed25519(ed25519::Engine),
}

impl Fast {
    /// The engine for a key, if there is one for the algorithm and `expected` signatures are worth it.
    pub fn new(algorithm: u8, key: &[u8], expected: usize) -> Option<Self> {
        let window = match expected {
            0..FEW => return None,
            FEW..MANY => Window::NARROW,
            MANY.. => Window::WIDE,
        };
        Self::with(algorithm, key, window)
    }

    /// The engine for a key with tables of that size.
    pub fn with(algorithm: u8, key: &[u8], window: Window) -> Option<Self> {
        match algorithm {
            13 => p256::Engine::new(key, window).map(Self::P256),
            15 => ed25519::Engine::new(key, window).map(Self::Ed25519),
            _ => None,
        }
    }

    /// Whether each claim is known to be good. The others are undecided.
    pub fn good(&self, claims: &[Claim<'_>]) -> Vec<bool> {
        match self {
            Self::P256(engine) => engine.good(claims),
            Self::Ed25519(engine) => engine.good(claims),
        }
    }
}
