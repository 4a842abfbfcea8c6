#pragma once
// "Voices you did not know": people outside of somebody's circle for whom more and more speaks in
// the topics that this person follows or writes of. What counts is how it grew, this week beside
// the three before: a few posts, however many there are, and each other person who answered, liked
// or boosted one of them; whom nobody heard is no voice yet.
//
// Nobody is shown for good: who goes on as before has stopped growing within four weeks; each week
// draws anew, for each reader, who of those that grew alike comes first; and who is followed, or
// was declined (storage/suggestions.h), is not shown again.

#include <string>
#include <vector>

#include "server/trends.h"
#include "storage/actors.h"

namespace hallway {

inline constexpr size_t kPostsOfVoice = 2;

struct NewVoice {
  Actor actor;
  std::string topic;        // in which most grew; a hashtag
  std::vector<Post> posts;  // of this week, that show it: one or two
};
// The strongest first. Empty without a viewer. Where they follow no tag and write under none, of
// all topics.
std::vector<NewVoice> new_voices(const TrendView& view, size_t most);

}  // namespace hallway
