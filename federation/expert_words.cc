#include "federation/expert_words.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>

namespace hallway {
namespace {

constexpr uint64_t kSampled = 200;  // posts, for how long those of a large topic are

// They come as a few lists, one of each stem, most of which are in order: merging these is cheaper
// than sorting all.
void put_in_order(std::vector<ExpertPosting>& postings) {
  constexpr int kFewLists = 16;
  const auto from = postings.begin(), end = postings.end();
  const auto ordered_until = [&](auto begin) {
    return std::ranges::is_sorted_until(begin, end, {}, &ExpertPosting::post);
  };
  int lists = 1;
  for (auto ordered = ordered_until(from); ordered != end; ++lists) {
    if (lists == kFewLists) {
      std::ranges::sort(postings, {}, &ExpertPosting::post);
      return;
    }
    const auto next = ordered_until(ordered);
    std::ranges::inplace_merge(from, ordered, next, {}, &ExpertPosting::post);
    ordered = next;
  }
}

// One may have several stems of a word.
void one_a_post(std::vector<ExpertPosting>& postings) {
  put_in_order(postings);
  auto kept = postings.begin();
  for (auto at = postings.begin(); at != postings.end(); ++at) {
    if (kept != postings.begin() && std::prev(kept)->post == at->post) {
      std::prev(kept)->count += at->count;
    } else {
      *kept++ = *at;
    }
  }
  postings.erase(kept, postings.end());
}

}  // namespace

Result<ExpertWords::Sized> ExpertWords::sized(const std::string& word) {
  Sized result{.stems = stems_of(reader_, word), .about = {}, .surely = 0};
  for (const auto& stems : result.stems) {
    const auto counts = TRY(counts_of(reader_, stems));
    result.about.posts += counts.posts;
    result.about.count += counts.count;
    result.surely = std::max(result.surely, counts.surely);
  }
  return result;
}

Result<const ExpertWords::Postings*> ExpertWords::read(const std::string& word, const Sized& as,
                                                       size_t step) {
  const auto known = read_.find(word);
  if (known != read_.end()) return &known->second;
  Postings postings;
  const auto add = [&](const SearchPosting& found) {
    postings.push_back({.post = found.post,
                        .author = found.author,
                        .topic = found.topic,
                        .count = found.count,
                        .length = found.length,
                        .accepted = found.accepted});
  };
  for (const auto& stems : as.stems) {
    for (const auto& stem : stems) {
      TRY(for_each_posting(reader_, stem, add, {.least = least_, .step = step}));
    }
  }
  one_a_post(postings);
  return &read_.emplace(word, std::move(postings)).first->second;
}

// Those that will be asked: whichever are beyond need no more than to be counted.
Result<void> ExpertWords::read_rarest(std::span<const std::string> words, uint64_t all_posts) {
  std::vector<std::pair<uint64_t, std::string>> order;
  std::map<std::string, Sized> sizes;
  for (const auto& word : words) {
    auto size = TRY(sized(word));
    order.emplace_back(size.about.posts, word);
    sizes.emplace(word, std::move(size));
  }
  std::ranges::sort(order);
  uint64_t sum = 0;
  for (const auto& [posts, word] : order) {
    sum += posts;
    const auto& size = sizes.at(word);
    if (sum > kMostPostings) break;
    if (size.surely > kFewPostings && is_everyday(size.surely, all_posts)) continue;
    TRY(read(word, size, 1));
  }
  return {};
}

Result<double> ExpertWords::part() {
  const auto all = TRY(search_totals(reader_)), some = TRY(search_totals(reader_, least_));
  return all.posts == 0 ? 0 : static_cast<double>(some.posts) / static_cast<double>(all.posts);
}

Result<ExpertCounts> ExpertWords::count(std::span<const std::string> words) {
  const auto totals = TRY(search_totals(reader_, least_));
  const double known = TRY(part());
  ExpertCounts counts{
      .all = {.posts = totals.posts, .words = totals.words}, .words = {}, .topics = {}};
  TRY(read_rarest(words, TRY(search_totals(reader_)).posts));
  std::vector<AskedWord> asked;
  for (const auto& word : words) {
    const auto postings = read_.find(word);
    if (postings == read_.end()) {
      const auto about = TRY(sized(word)).about;
      const auto posts = static_cast<uint64_t>(known * static_cast<double>(about.posts));
      counts.words.push_back(
          {.posts = std::min(posts, totals.posts),
           .count = static_cast<uint64_t>(known * static_cast<double>(about.count))});
      asked.emplace_back();
      continue;
    }
    uint64_t count = 0;
    for (const auto& posting : postings->second) count += posting.count;
    counts.words.push_back({.posts = postings->second.size(), .count = count});
    asked.push_back({.postings = postings->second});
  }
  counts.topics =
      count_topics(asked, {.members = {}, .posts_by = {}, .words_under = [this](uint64_t topic) {
                             return words_under(topic);
                           }});
  return counts;
}

Result<std::vector<AskedWord>> ExpertWords::asked(std::span<const WeighedWord> words) {
  std::vector<Sized> sizes;
  uint64_t all = 0;
  for (const auto& word : words) {
    sizes.push_back(TRY(sized(word.text)));
    all += sizes.back().about.posts;
  }
  // Who asks may have kept to kMostPostings in vain: words of several stems are counted twice.
  const auto step = static_cast<size_t>(1 + all / (2 * kMostPostings));
  std::vector<AskedWord> result;
  for (size_t n = 0; n < words.size(); ++n) {
    const auto& word = words[n];
    const auto* postings = TRY(read(word.text, sizes[n], step));
    result.push_back({.weight = word.weight,
                      .posts = word.all.posts,
                      .count = word.all.count,
                      .postings = *postings});
  }
  return result;
}

uint64_t ExpertWords::words_under(uint64_t topic) {
  uint64_t words = 0;
  for (const auto& member : members(topic)) words += member.words;
  if (words > 0) return words;
  const auto step = static_cast<size_t>(1 + posts_under(reader_, topic).value_or(0) / kSampled);
  const auto add = [&](const SearchPosting& post) { words += step * post.length; };
  (void)for_each_of_topic(reader_, topic, add, {.least = least_, .step = step});
  return words;
}

uint64_t ExpertWords::posts_by(Id author) { return hallway::posts_by(reader_, author).value_or(0); }

const std::vector<TopicMember>& ExpertWords::members(uint64_t topic) {
  const auto [known, fresh] = members_.try_emplace(topic);
  auto& all = known->second;
  if (!fresh) return all;
  const auto posts = posts_under(reader_, topic).value_or(0);
  if (posts > left_of_topics_) return all;
  left_of_topics_ -= posts;
  std::unordered_map<Id, TopicMember> members;
  const auto add = [&](const SearchPosting& post) {
    auto& member = members[post.author];
    member.author = post.author;
    ++member.posts;
    member.words += post.length;
  };
  if (!for_each_of_topic(reader_, topic, add, {.least = least_}).ok()) return all;
  all.reserve(members.size());
  for (const auto& [author, member] : members) all.push_back(member);
  return all;
}

}  // namespace hallway
