//! Findings as text, one file for each format. The same octets at any thread count.
