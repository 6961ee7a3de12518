//! How a study is cut into pieces, by the study alone.
//!
//! A *study* is made of points; each has a *config* for every arm, and a config is played in *replications* (runs). A
//! *task* is work that is done at once and kept as one *piece*: several points with all their replications, or, where a
//! point has many, a *part* of its replications. Within a task a *block* of replications is what one thread plays.

use crate::simulate::{Part, Rows, part_size};
use crate::study::survey::{Arm, Engine, PointResult, Survey};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Points of a task at most: each has its series, however few its replications.
const MOST_AT_ONCE: u64 = 256;

/// Where a piece belongs: its first point and replication. Pieces in this order make the study.
pub type Key = (u64, u64);

/// One piece of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// All replications of some points.
    Points(Range<u64>),
    /// Some replications of one point.
    Piece {
        /// Which point.
        point: u64,
        /// Which replications.
        range: Range<u64>,
    },
}

/// What a task found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Piece {
    /// Points, done.
    Points(Vec<PointResult>),
    /// Sums over some replications of the arms that can be played.
    Part(Part),
}

/// What some replications of a config showed, or why it cannot be played.
#[derive(Clone, Debug, PartialEq)]
pub struct ConfigRows {
    /// Number of the config.
    pub config: u64,
    /// Number of the first replication.
    pub first: u64,
    /// The replications; rows that follow each other.
    pub rows: Result<Vec<Rows>, String>,
}

impl Task {
    /// The first point and replication of the task.
    pub fn start(&self) -> (u64, u64) {
        match self {
            Self::Points(points) => (points.start, 0),
            Self::Piece { point, range } => (*point, range.start),
        }
    }
}

impl Survey {
    /// Configs that could not be played, counted in the piece that is first to tell of them.
    pub fn n_failed(&self, (_, first): Key, piece: &Piece) -> u64 {
        match piece {
            Piece::Points(points) => points.iter().map(PointResult::n_failed).sum(),
            Piece::Part(_) if first > 0 => 0,
            Piece::Part(part) => (self.arms.len() - part.batches.len().min(self.arms.len())) as u64,
        }
    }

    /// The tasks of a study with a fixed number of replications, in order.
    pub fn tasks(&self) -> Vec<Task> {
        let n_points = self.space.n_points();
        let size = self.piece_size();
        if matches!(self.engine, Engine::Exact(_)) {
            return (0..n_points).map(|point| Task::Points(point..point + 1)).collect();
        }
        if !self.is_played_in_parts() {
            let at_once = (size / self.replications).clamp(1, MOST_AT_ONCE);
            let starts = (0..n_points).step_by(at_once as usize);
            return starts.map(|start| Task::Points(start..n_points.min(start + at_once))).collect();
        }
        (0..n_points).flat_map(|point| self.tasks_of(point)).collect()
    }

    /// The tasks of one point that is played in parts.
    pub fn tasks_of(&self, point: u64) -> Vec<Task> {
        let size = self.piece_size();
        let piece = |first: u64| Task::Piece { point, range: first..self.replications.min(first + size) };
        (0..self.replications).step_by(size as usize).map(piece).collect()
    }

    /// Whether the replications of a point are played in several pieces, or those of several points in one.
    pub fn is_played_in_parts(&self) -> bool {
        self.precision.is_some() || self.replications > self.piece_size()
    }

    /// Most replications of a piece.
    pub fn piece_size(&self) -> u64 {
        let rounds = |arm: &Arm| arm.scenario.agreement().horizon.rounds(arm.scenario.agreement().round);
        part_size(self.arms.iter().map(rounds).max().unwrap_or(1), self.arms.len())
    }
}
