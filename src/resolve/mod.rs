//! All zones of a run: which zone holds a name as another zone sees it, what is at the name, and why that
//! cannot be told where it cannot. Judges nothing.

pub mod alias;
mod answer;
pub mod delegation;
mod given;
pub mod host;
mod perspective;
pub mod shadow;
mod visible;

pub use answer::{Answer, End, Step, WhyNot};
pub use given::{Beyond, Given, Loose, Published, place};
pub use perspective::Perspective;
