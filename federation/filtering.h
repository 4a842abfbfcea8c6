#pragma once
// Which of somebody's filters a post meets.

#include <string>
#include <vector>

#include "storage/filters.h"
#include "storage/posts.h"

namespace hallway {

// The filters of one person, made ready to be asked about many posts. Immutable: any thread.
class Filtering {
 public:
  // Those that have ended by `now` are left out.
  Filtering(std::vector<Filter> filters, Time now);

  struct Met {
    const Filter* filter;               // of this object
    std::vector<std::string> keywords;  // as their owner wrote them
    bool post = false;                  // it names this very post
  };
  // Words are looked for in text, title, content warning, options of a poll and what files are
  // said to show, without regard to case; whole words in any script. The owner's own posts meet
  // none.
  [[nodiscard]] std::vector<Met> met_by(const Post& post) const;

 private:
  std::vector<Filter> filters_;
  std::vector<std::vector<std::string>> folded_;  // of each filter, its keywords
};

}  // namespace hallway
