#pragma once
// What the public posts of the last weeks are about, who wrote them and who else had to do with
// them: what trends, topics and new voices are counted from. Read from the store now and then
// (topic_watch.h), the newest posts and a bounded number of them. Whoever shows anything of it asks
// policy at that time.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "federation/home.h"
#include "storage/search_index.h"
#include "storage/store.h"
#include "storage/values/time.h"

namespace hallway {

inline constexpr size_t kMostRecent = 20'000;  // posts
inline constexpr size_t kMostHeard = 50;       // people of one post
inline constexpr size_t kMostOfStrange = 3;    // people of one host that count together
inline constexpr Duration kThisWeek = days(7), kLongAgo = days(28);

struct RecentTalk {
  struct Author {
    Id id;
    Time since;          // when the account was made, where anybody can make one; 0: counts at once
    uint32_t host = 0;   // a number for it, where nothing was agreed with it; 0: ours, or agreed
    bool found = true;   // they let themselves be found: all authors of what was said do
    bool person = true;  // neither a program nor a group
  };
  struct Said {
    Id post;
    uint32_t author = 0;           // in `authors`
    std::vector<uint32_t> topics;  // in `topics`, each once
    std::vector<Id> heard;  // who else answered, liked or boosted it: each once, at most kMostHeard
    bool anybody = false;   // by somebody here, and for anybody
    bool alone = false;     // stands for itself: neither an answer, nor hidden behind a warning
  };
  struct Topic {
    std::string name;
    bool tagged = true;          // else words that several people use, and nobody as a tag
    std::vector<uint32_t> said;  // in `said`, the newest first
  };
  struct Page {
    std::string address;
    std::vector<uint32_t> said;
  };
  std::vector<Author> authors;
  std::vector<Said> said;  // the newest first
  std::vector<Topic> topics;
  std::vector<Page> pages;
  std::map<std::string, uint32_t, std::less<>> by_name;  // where a topic stands in `topics`

  // Null where nobody talks about it.
  [[nodiscard]] const Topic* find_topic(std::string_view name) const;
};

struct TalkSources {
  const Home& home;
  const Store& store;
  const SearchIndex& index;    // how common words are; while it is not there, none recur
  bool anybody_comes = false;  // whoever wants makes an account here
};
// Only what people said who let themselves be found and whom this node does not limit. Reads the
// store in short transactions. Errors: unavailable.
Result<RecentTalk> read_recent_talk(const TalkSources& sources, Time now);

}  // namespace hallway
