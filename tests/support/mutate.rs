//! Changes bytes at random, as copies break and as attackers try: seeded, so that a finding can be had again.

/// Pieces that mean something to one reader or another.
const WORDS: [&[u8]; 40] = [
    b"<",
    b">",
    b"</",
    b"&#x110000;",
    b"&amp;",
    b"<!--",
    b"]]>",
    b"<![CDATA[",
    b"\"",
    b"'",
    b"\\",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"{",
    b"}",
    b"[",
    b"]",
    b": ",
    b"- ",
    b"|\n",
    b"---\n",
    b"&a ",
    b"*a",
    b"\t",
    b"\r\n",
    b"99999999999999999999",
    b"-1",
    b"1e400",
    b"NaN",
    b"0000-00-00",
    b"31.02.2026",
    b"\xf0\x9f\x98\x80",
    "\u{3000}\u{5e74}".as_bytes(),
    b"stream\n",
    b"endobj\n",
    b" 0 R",
    b"PK\x03\x04",
    b"\xcc\x81",
];

/// A source of changes.
pub(crate) struct Mutator(u64);

impl Mutator {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 20) as usize % most.max(1)
    }

    /// One of the seeds, changed in a few ways, maybe with a part of another.
    pub(crate) fn next(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = seeds[self.below(seeds.len())].clone();
        let other = &seeds[self.below(seeds.len())];
        for _ in 0..1 + self.below(6) {
            let at = self.below(bytes.len() + 1);
            let most = self.below(64);
            let length = self.below(1 + most);
            let end = (at + length).min(bytes.len());
            match self.below(8) {
                0 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
                1 if at < bytes.len() => bytes[at] = [0, 1, 0x7f, 0x80, 0xff, b'0', b' '][self.below(7)],
                2 => drop(bytes.drain(at..end)),
                3 => {
                    let part = bytes[at..end].to_vec();
                    let times = 1 + self.below(4);
                    bytes.splice(at..at, part.repeat(times));
                }
                4 => bytes.truncate(at),
                5 => {
                    let from = self.below(other.len());
                    let to = (from + length).min(other.len());
                    bytes.splice(at..end, other[from..to].iter().copied());
                }
                _ => {
                    let word = WORDS[self.below(WORDS.len())];
                    bytes.splice(at..end, word.iter().copied());
                }
            }
        }
        bytes
    }
}
