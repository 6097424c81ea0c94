//! The rules, one a file.

pub mod answer_too_long;
pub mod bad_url;
pub mod dead_related;
pub mod does_not_fit;
pub mod duplicate_phrasing;
pub mod future_date;
pub mod left_out;
pub mod markdown;
pub mod missing_category;
pub mod missing_language;
pub mod near_duplicate_phrasing;
pub mod no_contact;
pub mod no_emergency;
pub mod overlapping_other;
pub mod pings;
pub mod pulling_words;
pub mod question_too_long;
pub mod repeated_phrasing;
pub mod stale_review;
pub mod synonym_in_two_groups;
pub mod too_few_phrasings;
pub mod unplaced_service;
pub mod unused_source;
pub mod valid_until_before_as_of;
