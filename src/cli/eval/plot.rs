//! Draws shares with block characters, for a terminal of any colour.

use std::fmt::Write;

/// From an eighth to seven eighths of a character cell.
const EIGHTHS: [&str; 7] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// A bar for a share from 0 to 1, `width` characters at 1, with a mark at another share. The mark covers what is beneath it.
pub(super) fn bar(share: f64, mark: f64, width: usize) -> String {
    let eighths = scaled(share, width * 8);
    let mark = scaled(mark, width).min(width.saturating_sub(1));
    let mut bar = String::new();
    for cell in 0..width {
        let filled = eighths.saturating_sub(cell * 8);
        bar.push_str(match filled {
            _ if cell == mark => "┃",
            0 => " ",
            1..=7 => EIGHTHS.get(filled - 1).unwrap_or(&" "),
            _ => "█",
        });
    }
    bar
}

/// The nearest whole number of `steps` that a share from 0 to 1 takes.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a share of a screen's width")]
fn scaled(share: f64, steps: usize) -> usize {
    (share.clamp(0.0, 1.0) * steps as f64).round() as usize
}

/// How many of `width` characters each count gets: all together just `width`, none of a count that is not zero, where there is
/// room, less than one. Nothing of nothing.
pub(super) fn widths<const N: usize>(counts: [usize; N], width: usize) -> [usize; N] {
    let total: usize = counts.iter().sum();
    if total == 0 {
        return [0; N];
    }
    let mut widths = counts.map(|count| if count == 0 { 0 } else { (count * width / total).max(1) });
    // What was rounded goes to, or comes from, the widest: there it shows least.
    for _ in 0..width + N {
        let used: usize = widths.iter().sum();
        let Some(widest) = widths.iter_mut().max() else { break };
        match used.cmp(&width) {
            std::cmp::Ordering::Less => *widest += width - used,
            std::cmp::Ordering::Equal => break,
            std::cmp::Ordering::Greater => *widest -= 1,
        }
    }
    widths
}

/// A percentage in at most four characters. One that is not quite all is never shown as all.
pub(super) fn percent(percent: Option<f64>) -> String {
    let mut shown = String::new();
    // Writing to a string can't fail.
    let _ = match percent {
        None => write!(shown, "-"),
        Some(percent) if percent > 0.0 && percent < 9.95 => write!(shown, "{percent:.1}%"),
        Some(percent) if percent > 99.0 && percent < 100.0 => write!(shown, "99%"),
        Some(percent) => write!(shown, "{percent:.0}%"),
    };
    shown
}

#[cfg(test)]
mod tests {
    use super::{bar, percent, widths};

    #[test]
    fn a_bar_is_as_long_as_its_share_and_marked_at_the_other() {
        for (share, mark, drawn) in [
            (0.0, 0.0, "┃   "),
            (0.5, 1.0, "██ ┃"),
            (1.0, 0.5, "██┃█"),
            (0.28, 0.9, "█▏ ┃"),
            (1.0, 1.0, "███┃"),
            (f64::NAN, f64::NAN, "┃   "),
            (9.0, -1.0, "┃███"),
        ] {
            assert_eq!(bar(share, mark, 4), drawn, "{share} {mark}");
        }
        assert_eq!(bar(0.5, 0.5, 0), "");
    }

    #[test]
    fn widths_fill_the_line_and_hide_nothing() {
        for (counts, width, expected) in [
            ([1, 1, 2], 8, [2, 2, 4]),
            ([1000, 1, 0], 10, [9, 1, 0]),
            ([1000, 1, 1], 10, [8, 1, 1]),
            ([1, 1, 1], 10, [3, 3, 4]),
            ([0, 0, 0], 10, [0, 0, 0]),
            ([0, 5, 0], 10, [0, 10, 0]),
        ] {
            assert_eq!(widths(counts, width), expected, "{counts:?}");
        }
        // Where there is no room for all, the line is still not longer than it may be.
        assert_eq!(widths([1, 1, 1], 2).iter().sum::<usize>(), 2);
    }

    #[test]
    fn a_percentage_takes_four_characters_and_claims_no_more_than_is_true() {
        for (value, shown) in [
            (None, "-"),
            (Some(0.0), "0%"),
            (Some(0.4), "0.4%"),
            (Some(9.94), "9.9%"),
            (Some(9.96), "10%"),
            (Some(45.45), "45%"),
            (Some(99.96), "99%"),
            (Some(100.0), "100%"),
        ] {
            assert_eq!(percent(value), shown);
        }
    }
}
