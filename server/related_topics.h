#pragma once
// Topics that belong together: hashtags that several people put under the same post.

#include <string>
#include <string_view>
#include <vector>

#include "server/trends.h"

namespace hallway {

// Public posts about the topic, a hashtag or words that recur, the newest first, that policy lets
// the viewer see: of people whom they did not mute and this node does not limit; without a viewer,
// of people here. Looks at a bounded number of posts.
std::vector<Post> posts_about(const TrendView& view, const std::string& topic, size_t most);

struct RelatedTopic {
  std::string name;
  double weight = 0;  // in (0, 1]
};
// By posts as posts_about gives them. The weight is the part of people who put both under one post
// (at least two) among those who use either: the geometric mean of the two parts.
std::vector<RelatedTopic> related_topics(const TrendView& view, const std::string& topic,
                                         const std::vector<Post>& posts, size_t most);

}  // namespace hallway
