//! Text of a zone file: one record a line, names absolute or relative to the origin.
//!
//! It must never hold the zone: every record goes out as soon as it is made.

use std::fmt;
use std::io::{self, Write};

use super::random::Random;

/// How names are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// In full, and with the class in every record.
    Absolute,
    /// Below `$ORIGIN`, without a class.
    Relative,
}

/// Writes the records of one zone and counts them.
pub(super) struct ZoneWriter<'a> {
    out: &'a mut dyn Write,
    style: Style,
    origin: &'a str,
    records: u64,
}

impl<'a> ZoneWriter<'a> {
    /// Starts a zone with the comment that identifies it, and `$ORIGIN` where names are relative.
    pub(super) fn new(
        out: &'a mut dyn Write,
        style: Style,
        origin: &'a str,
        header: &str,
    ) -> io::Result<Self> {
        writeln!(out, "{header}")?;
        if style == Style::Relative {
            writeln!(out, "$ORIGIN {origin}")?;
        }
        Ok(Self { out, style, origin, records: 0 })
    }

    /// A name in this zone; an empty one is the apex.
    pub(super) fn name(&self, relative: &str) -> String {
        match (self.style, relative) {
            (Style::Absolute, "") => self.origin.to_owned(),
            (Style::Absolute, _) => format!("{relative}.{}", self.origin),
            (Style::Relative, "") => "@".to_owned(),
            (Style::Relative, _) => relative.to_owned(),
        }
    }

    /// Writes one record. `owner` is a result of [`Self::name`], and so is every name of this zone in
    /// `rdata`.
    pub(super) fn record(
        &mut self,
        owner: &str,
        ttl_s: u32,
        rtype: &str,
        rdata: impl fmt::Display,
    ) -> io::Result<()> {
        self.records += 1;
        match self.style {
            Style::Absolute => writeln!(self.out, "{owner} {ttl_s} IN {rtype} {rdata}"),
            Style::Relative => writeln!(self.out, "{owner} {ttl_s} {rtype} {rdata}"),
        }
    }

    /// A and AAAA of a host. `net` chooses the IPv4 network, so that two name servers do not share one.
    pub(super) fn addresses(
        &mut self,
        owner: &str,
        ttl_s: u32,
        net: u64,
        random: &mut Random,
    ) -> io::Result<()> {
        self.record(owner, ttl_s, "A", random.ipv4(net))?;
        self.record(owner, ttl_s, "AAAA", random.ipv6())
    }

    /// SOA and NS of the apex; [`Self::name_servers`] has to follow.
    pub(super) fn apex(&mut self, servers: [&str; 2]) -> io::Result<()> {
        let apex = self.name("");
        let [primary, secondary] = servers.map(|server| self.name(server));
        let soa = format!("{primary} {} 2026010100 14400 3600 1209600 3600", self.name("hostmaster"));
        self.record(&apex, 86_400, "SOA", soa)?;
        self.record(&apex, 86_400, "NS", primary)?;
        self.record(&apex, 86_400, "NS", secondary)
    }

    /// Addresses of the name servers of the apex.
    pub(super) fn name_servers(&mut self, servers: [&str; 2], random: &mut Random) -> io::Result<()> {
        for (net, server) in (0..).zip(servers) {
            let owner = self.name(server);
            self.addresses(&owner, 86_400, net, random)?;
        }
        Ok(())
    }

    /// Flushes, and returns how many records were written.
    pub(super) fn finish(self) -> io::Result<u64> {
        self.out.flush()?;
        Ok(self.records)
    }
}
