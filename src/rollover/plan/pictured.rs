//! A plan as a picture: what is there when, and what happens. Draws nothing.

use super::{Plan, Presence};
use crate::rollover::interval::Interval;
use crate::rollover::picture::{Bar, Mark, MarkKind, Phase, Picture, Row};
use crate::wire::Timestamp;

impl Plan {
    /// What is to be seen while the plan is carried out, each step at its earliest time.
    #[must_use]
    pub fn picture(&self) -> Picture {
        Picture {
            title: self.subject.clone(),
            now: self.now,
            rows: self.spans.iter().map(|span| self.row(span)).collect(),
        }
    }

    fn row(&self, presence: &Presence) -> Row {
        let Presence { name, seen, used, replaced, held } = presence;
        let mut bars = Vec::new();
        let mut push = |start: Option<Timestamp>, end: Option<Timestamp>, phase, label: &str| {
            let is_empty = start.zip(end).is_some_and(|(start, end)| end <= start);
            if !is_empty {
                bars.push(Bar { interval: Interval { start, end }, phase, label: label.to_owned() });
            }
        };
        let active = match used {
            Some(used) => {
                push(seen.start, Some(*used), Phase::PrePublished, "not every cache has it yet");
                Some(*used)
            }
            None => seen.start,
        };
        push(active, *replaced, Phase::Active, "");
        if replaced.is_some() {
            push(*replaced, seen.end, Phase::Retiring, held);
        }
        let moments = [seen.start, *used, *replaced].into_iter().flatten();
        let mut marks: Vec<Mark> = Vec::new();
        for at in moments {
            let Some((number, step)) =
                self.steps.iter().enumerate().find(|(_, step)| step.not_before == Some(at))
            else {
                continue;
            };
            let kind = if step.action.is_use() { MarkKind::EarliestSwitch } else { MarkKind::Change };
            if !marks.iter().any(|mark| mark.at == at) {
                marks.push(Mark { at, kind, label: format!("step {}", number + 1) });
            }
        }
        Row { name: name.clone(), bars, marks }
    }
}
