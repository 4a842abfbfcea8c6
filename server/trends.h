#pragma once
// What many people write about now, as far as this node sees: topics, posts, and pages that posts
// are about. Counted by people, not by posts: who writes a hundred times counts once, for as much
// as their last post, which is half a day after each. People of one host with which nothing was
// agreed count together as three at most, and who came today, where anybody may come, not at all.
// What shows is asked of policy then: something by two people is there that the viewer may see.

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/recent_talk.h"
#include "storage/posts.h"

namespace hallway {

// Who looks, at what. Without a viewer only what people of this node said counts.
struct TrendView {
  const ReadTxn& txn;
  const Home& home;
  const RecentTalk& talk;
  Id viewer;
  Time now;
};

// Of one day, UTC.
struct DayOfUse {
  Time day;
  size_t uses = 0, people = 0;
};
using UseHistory = std::array<DayOfUse, 7>;  // today first

struct TopicTrend {
  std::string name;
  UseHistory history;
  size_t uses = 0, people = 0;  // within the week
};
struct LinkTrend {
  Post post;  // one that is about it
  UseHistory history;
};

// The heaviest first; what less than two people wrote in a week is no trend. What as many write
// about in every week counts for half of what is new.
std::vector<TopicTrend> trending_tags(const TrendView& view, size_t most);
// Words that recur and that nobody tagged, likewise.
std::vector<TopicTrend> recurring_terms(const TrendView& view, size_t most);
// What was said of late of a topic, be it a trend or not. Nothing where that is nothing.
std::optional<TopicTrend> topic_of_late(const TrendView& view, std::string_view name);
std::vector<LinkTrend> trending_links(const TrendView& view, size_t most);
// By how many others answered, liked or boosted it, at least two; half after each day. At most
// three by one person.
std::vector<Post> trending_posts(const TrendView& view, size_t most);

// Whose posts and doings count for the viewer, asked once for each author. For one answer.
class Hearing {
 public:
  explicit Hearing(const TrendView& view);
  // Whether it is for the viewer, as far as it was read.
  [[nodiscard]] bool hears(const RecentTalk::Said& said);
  // The post, where policy lets the viewer see it now.
  [[nodiscard]] std::optional<Post> find(const RecentTalk::Said& said) const;

 private:
  enum class Heard : char { unasked, yes, no };
  [[nodiscard]] bool may_hear(Id author) const;
  const TrendView& view_;
  std::vector<Heard> known_;
};

}  // namespace hallway
