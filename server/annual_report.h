#pragma once
// What a year was for somebody here, by what they wrote and boosted and by who came to follow:
// counted from what is still there whenever somebody asks. Of the year that runs, what it has been
// so far.

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "storage/actors.h"
#include "storage/posts.h"

namespace hallway {

// lurker: less than one thing a week; else booster: more than twice as many boosts as posts of
// one's own; pollster: each tenth of these asks; replier: more than twice as many answers to
// others; oracle: all others.
enum class Archetype : uint8_t { lurker, booster, pollster, replier, oracle };
std::string_view name_of(Archetype archetype);

struct AnnualReport {
  uint64_t year = 0;
  Archetype archetype = Archetype::lurker;
  struct Month {
    uint64_t posts = 0, following = 0, followers = 0;  // that came in it
  };
  std::array<Month, 12> months{};
  struct Tag {
    std::string name;
    uint64_t count = 0;
  };
  std::vector<Tag> tags;  // the most used, at most 40
  // Of their public and unlisted posts the ones that got most; none: none got any.
  std::optional<Post> by_boosts, by_likes, by_replies;
};

// Nothing for a year in which they posted and boosted nothing.
std::optional<AnnualReport> annual_report(const ReadTxn& txn, Id person, uint64_t year);
// The years for which there is one, the latest first.
std::vector<uint64_t> years_with_report(const ReadTxn& txn, Id person);

}  // namespace hallway
