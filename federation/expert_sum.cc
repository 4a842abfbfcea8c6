#include "federation/expert_sum.h"

#include <algorithm>

namespace hallway {

ExpertSum::ExpertSum(std::vector<std::string> question)
    : question_(std::move(question)), words_(words_to_count(question_)), counts_(words_.size()) {}

void ExpertSum::add(const ExpertCounts& counts) {
  all_.posts += counts.all.posts;
  all_.words += counts.all.words;
  for (size_t n = 0; n < std::min(counts_.size(), counts.words.size()); ++n) {
    counts_[n].posts += counts.words[n].posts;
    counts_[n].count += counts.words[n].count;
  }
  topics_.insert(topics_.end(), counts.topics.begin(), counts.topics.end());
}

ExpertPeopleAsked ExpertSum::asked() const {
  WordCounts counts;
  for (size_t n = 0; n < words_.size(); ++n) counts.emplace(words_[n], counts_[n]);
  ExpertPeopleAsked asked{
      .words = weigh_words(question_, counts, all_.posts), .all = all_, .topics = {}};
  // Topics are told by the words that are asked in the end.
  std::vector<size_t> places;
  std::vector<uint64_t> posts;
  for (const auto& word : asked.words) {
    places.push_back(static_cast<size_t>(std::ranges::find(words_, word.text) - words_.begin()));
    posts.push_back(word.all.posts);
  }
  auto topics = topics_;
  for (auto& topic : topics) {
    const auto all = std::move(topic.counts);
    topic.counts.clear();
    for (const auto place : places) topic.counts.push_back(place < all.size() ? all[place] : 0);
  }
  asked.topics = merge_topics(topics, posts);
  return asked;
}

}  // namespace hallway
