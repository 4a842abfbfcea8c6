#include "federation/expert_words.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>

namespace hallway {
namespace {

// A post may have several stems of a word.
void one_a_post(std::vector<ExpertPosting>& postings) {
  std::ranges::sort(postings, {}, &ExpertPosting::post);
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

Result<const ExpertWords::Postings*> ExpertWords::read(const std::string& word) {
  const auto known = read_.find(word);
  if (known != read_.end()) return &known->second;
  Postings postings;
  for (const auto& stems : stems_of(reader_, word)) {
    for (const auto& stem : stems) {
      TRY(for_each_posting(
          reader_, stem,
          [&](const SearchPosting& found) {
            postings.push_back({.post = found.post,
                                .author = found.author,
                                .topic = found.topic,
                                .count = found.count,
                                .length = found.length});
          },
          least_));
    }
  }
  one_a_post(postings);
  return &read_.emplace(word, std::move(postings)).first->second;
}

Result<ExpertCounts> ExpertWords::count(std::span<const std::string> words) {
  const auto totals = TRY(search_totals(reader_, least_));
  ExpertCounts counts{
      .all = {.posts = totals.posts, .words = totals.words}, .words = {}, .topics = {}};
  std::vector<AskedWord> asked;
  for (const auto& word : words) {
    const auto* postings = TRY(read(word));
    uint64_t count = 0;
    for (const auto& posting : *postings) count += posting.count;
    counts.words.push_back({.posts = postings->size(), .count = count});
    asked.push_back({.postings = *postings});
  }
  counts.topics = count_topics(
      asked, {.members = [this](uint64_t topic) { return members(topic); }, .posts_by = {}});
  return counts;
}

Result<std::vector<AskedWord>> ExpertWords::asked(std::span<const WeighedWord> words) {
  std::vector<AskedWord> result;
  for (const auto& word : words) {
    const auto* postings = TRY(read(word.text));
    result.push_back({.weight = word.weight,
                      .posts = word.all.posts,
                      .count = word.all.count,
                      .postings = *postings});
  }
  return result;
}

const std::vector<TopicMember>& ExpertWords::members(uint64_t topic) {
  const auto [known, fresh] = members_.try_emplace(topic);
  auto& all = known->second;
  if (!fresh) return all;
  std::unordered_map<Id, TopicMember> members;
  const auto add = [&](const SearchPosting& post) {
    auto& member = members[post.author];
    member.author = post.author;
    ++member.posts;
    member.words += post.length;
  };
  if (!for_each_of_topic(reader_, topic, add, least_).ok()) return all;
  all.reserve(members.size());
  for (const auto& [author, member] : members) all.push_back(member);
  return all;
}

}  // namespace hallway
