//! Choices of the library as values of options.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::dane::{Anchor, Proto};
use crate::publish::Form;
use crate::publish::mail::Stage;
use crate::rollover::KeyMethod;

/// Values whose words and help are the library's own.
macro_rules! choices {
    ($($choice:ty),+) => {
        $(impl ValueEnum for $choice {
            fn value_variants<'a>() -> &'a [Self] {
                <$choice>::ALL
            }

            fn to_possible_value(&self) -> Option<PossibleValue> {
                let (word, help) = self.text();
                Some(PossibleValue::new(word).help(help))
            }
        })+
    };
}

choices!(Anchor, Form, KeyMethod, Stage);

impl ValueEnum for Proto {
    fn value_variants<'a>() -> &'a [Self] {
        Proto::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}
