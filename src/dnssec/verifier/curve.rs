//! Owns the two curves of DNSSEC's ECDSA: RFC 6605, FIPS 186-4 appendix D.1.2. Numbers and points only, never
//! a verdict.

use std::sync::OnceLock;

use crrl::field::GFp256;
use crrl::p256;
use sha2::{Digest, Sha256, Sha384};

use super::comb::{Comb, Point};
use super::field::Field;
use super::montgomery::{Modulus, Residue};
use super::window::Window;

/// A curve y^2 = x^3 - 3x + b of prime order, with both primes as long as its octets, and the digest that
/// goes with it.
pub(super) trait Curve: Sized + 'static {
    type Field: Field;
    type Scalar: Field;
    /// As many octets as a coordinate and a scalar have.
    type Octets: Copy + Ord + AsRef<[u8]> + AsMut<[u8]> + for<'a> TryFrom<&'a [u8]>;
    const BITS: u32;
    /// p - n, big-endian.
    const GAP: Self::Octets;
    /// A coordinate, which is below p, from little-endian octets.
    fn coordinate(octets: &Self::Octets) -> Option<Self::Field>;
    /// A scalar, which is below n, from little-endian octets.
    fn scalar(octets: &Self::Octets) -> Option<Self::Scalar>;
    /// Any number modulo n, from little-endian octets.
    fn reduced(octets: &Self::Octets) -> Self::Scalar;
    /// Little-endian octets.
    fn octets(scalar: Self::Scalar) -> Self::Octets;
    fn digest(message: &[u8]) -> Self::Octets;
    fn generator() -> Point<Self::Field>;
    /// Room for the generator's tables, which are the same for every key: no input can change them.
    fn tables() -> &'static [OnceLock<Comb<Self::Field>>; 4];

    /// A coordinate from big-endian octets.
    fn read(mut octets: Self::Octets) -> Option<Self::Field> {
        octets.as_mut().reverse();
        Self::coordinate(&octets)
    }

    /// The point of a key: x and y in big-endian octets, which have to be on the curve.
    fn point(key: &[u8]) -> Option<Point<Self::Field>> {
        let (x, y) = key.split_at_checked(key.len() / 2)?;
        let point = Point { x: Self::read(x.try_into().ok()?)?, y: Self::read(y.try_into().ok()?)? };
        let b =
            |point: Point<Self::Field>| point.y.squared() - point.x.squared() * point.x + point.x.tripled();
        (b(point) - b(Self::generator())).is_zero().then_some(point)
    }

    /// The generator's table.
    fn comb(window: Window) -> Option<&'static Comb<Self::Field>> {
        let table = Self::tables().get(window.rank())?;
        Some(table.get_or_init(|| Comb::new(Self::generator(), window, Self::BITS)))
    }
}

/// Algorithm 13.
pub(super) struct P256;

/// Algorithm 14.
pub(super) struct P384;

impl Curve for P256 {
    type Field = GFp256;
    type Scalar = p256::Scalar;
    type Octets = [u8; 32];
    const BITS: u32 = 256;
    const GAP: [u8; 32] = [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x43, 0x19, 0x05, 0x53, 0x58, 0xe8, 0x61, 0x7b, 0x0c,
        0x46, 0x35, 0x3d, 0x03, 0x9c, 0xda, 0xae,
    ];

    fn coordinate(octets: &[u8; 32]) -> Option<GFp256> {
        GFp256::decode(octets)
    }

    fn scalar(octets: &[u8; 32]) -> Option<p256::Scalar> {
        p256::Scalar::decode(octets)
    }

    fn reduced(octets: &[u8; 32]) -> p256::Scalar {
        p256::Scalar::decode_reduce(octets)
    }

    fn octets(scalar: p256::Scalar) -> [u8; 32] {
        scalar.encode32()
    }

    fn digest(message: &[u8]) -> [u8; 32] {
        Sha256::digest(message).into()
    }

    fn generator() -> Point<GFp256> {
        let (x, y, _) = p256::Point::BASE.to_affine();
        Point { x, y }
    }

    fn tables() -> &'static [OnceLock<Comb<GFp256>>; 4] {
        static TABLES: [OnceLock<Comb<GFp256>>; 4] = [const { OnceLock::new() }; 4];
        &TABLES
    }
}

impl Curve for P384 {
    type Field = Residue<P384Prime, 6>;
    type Scalar = Residue<P384Order, 6>;
    type Octets = [u8; 48];
    const BITS: u32 = 384;
    const GAP: [u8; 48] = [
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x38, 0x9c, 0xb2, 0x7e, 0x0b, 0xc8, 0xd2, 0x1f, 0xa7, 0xe5,
        0xf2, 0x4c, 0xb7, 0x4f, 0x58, 0x85, 0x13, 0x13, 0xe6, 0x96, 0x33, 0x3a, 0xd6, 0x8c,
    ];

    fn coordinate(octets: &[u8; 48]) -> Option<Self::Field> {
        Residue::exact(limbs(octets))
    }

    fn scalar(octets: &[u8; 48]) -> Option<Self::Scalar> {
        Residue::exact(limbs(octets))
    }

    fn reduced(octets: &[u8; 48]) -> Self::Scalar {
        Residue::reduced(limbs(octets))
    }

    fn octets(scalar: Self::Scalar) -> [u8; 48] {
        let mut octets = [0; 48];
        for (place, limb) in octets.as_chunks_mut().0.iter_mut().zip(scalar.number()) {
            *place = limb.to_le_bytes();
        }
        octets
    }

    fn digest(message: &[u8]) -> [u8; 48] {
        Sha384::digest(message).into()
    }

    fn generator() -> Point<Self::Field> {
        let x = [
            0x3A54_5E38_7276_0AB7,
            0x5502_F25D_BF55_296C,
            0x59F7_41E0_8254_2A38,
            0x6E1D_3B62_8BA7_9B98,
            0x8EB1_C71E_F320_AD74,
            0xAA87_CA22_BE8B_0537,
        ];
        let y = [
            0x7A43_1D7C_90EA_0E5F,
            0x0A60_B1CE_1D7E_819D,
            0xE9DA_3113_B5F0_B8C0,
            0xF8F4_1DBD_289A_147C,
            0x5D9E_98BF_9292_DC29,
            0x3617_DE4A_9626_2C6F,
        ];
        Point { x: Residue::reduced(x), y: Residue::reduced(y) }
    }

    fn tables() -> &'static [OnceLock<Comb<Self::Field>>; 4] {
        static TABLES: [OnceLock<Comb<Residue<P384Prime, 6>>>; 4] = [const { OnceLock::new() }; 4];
        &TABLES
    }
}

fn limbs(octets: &[u8; 48]) -> [u64; 6] {
    let mut limbs = [0; 6];
    for (limb, octets) in limbs.iter_mut().zip(octets.as_chunks().0) {
        *limb = u64::from_le_bytes(*octets);
    }
    limbs
}

/// p of P-384: 2^384 - 2^128 - 2^96 + 2^32 - 1.
#[derive(Clone, Copy)]
pub(super) struct P384Prime;

impl Modulus<6> for P384Prime {
    const LIMBS: [u64; 6] = [
        0x0000_0000_FFFF_FFFF,
        0xFFFF_FFFF_0000_0000,
        0xFFFF_FFFF_FFFF_FFFE,
        0xFFFF_FFFF_FFFF_FFFF,
        0xFFFF_FFFF_FFFF_FFFF,
        0xFFFF_FFFF_FFFF_FFFF,
    ];
    const ONE: [u64; 6] = [0xFFFF_FFFF_0000_0001, 0x0000_0000_FFFF_FFFF, 1, 0, 0, 0];
    const SQUARE: [u64; 6] =
        [0xFFFF_FFFE_0000_0001, 0x0000_0002_0000_0000, 0xFFFF_FFFE_0000_0000, 0x0000_0002_0000_0000, 1, 0];
    const NEGATIVE_INVERSE: u64 = 0x0000_0001_0000_0001;
}

/// n of P-384.
#[derive(Clone, Copy)]
pub(super) struct P384Order;

impl Modulus<6> for P384Order {
    const LIMBS: [u64; 6] = [
        0xECEC_196A_CCC5_2973,
        0x581A_0DB2_48B0_A77A,
        0xC763_4D81_F437_2DDF,
        0xFFFF_FFFF_FFFF_FFFF,
        0xFFFF_FFFF_FFFF_FFFF,
        0xFFFF_FFFF_FFFF_FFFF,
    ];
    const ONE: [u64; 6] = [0x1313_E695_333A_D68D, 0xA7E5_F24D_B74F_5885, 0x389C_B27E_0BC8_D220, 0, 0, 0];
    const SQUARE: [u64; 6] = [
        0x2D31_9B24_19B4_09A9,
        0xFF3D_81E5_DF1A_A419,
        0xBC3E_483A_FCB8_2947,
        0xD40D_4917_4AAB_1CC5,
        0x3FB0_5B7A_2826_6895,
        0x0C84_EE01_2B39_BF21,
    ];
    const NEGATIVE_INVERSE: u64 = 0x6ED4_6089_E88F_DC45;
}
