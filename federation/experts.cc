#include "federation/experts.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <span>

#include "federation/expert_question.h"
#include "federation/expert_ranking.h"
#include "federation/searchable.h"
#include "storage/search_postings.h"
#include "storage/search_words.h"

namespace hallway {
namespace {

constexpr size_t kMostWords = 50;  // of a question
constexpr size_t kLookedAt = 50;   // people at a time whose posts are asked for
// Beside the strongest of all: what has but the question's everyday words shows nothing.
constexpr double kWorthShowing = .25;

// The words of one question with where they stand. What AskedWord points to lives here.
class Question {
 public:
  explicit Question(const SearchIndex::Reader& reader) : reader_(reader) {}

  Result<void> ask(std::string_view text) {
    std::vector<QuestionWord> in_order;
    for (const auto& word : search_words(composed(text))) {
      if (in_order.size() == kMostWords) break;
      TRY(add(word.text, 1));
      in_order.push_back({word.text, posts_with(word.text)});
    }
    const auto totals = TRY(search_totals(reader_));
    background_ = {.posts = totals.posts, .words = totals.words};
    for (const auto& joined : joined_words(in_order, totals.posts)) {
      TRY(add(joined, kJoinedWeight));
    }
    return {};
  }

  [[nodiscard]] std::vector<AskedWord> words() const {
    const auto says_something = [&](const Asked& one) {
      return !one.postings.empty() && !is_everyday(one.postings.size(), background_.posts);
    };
    const bool any = std::ranges::any_of(asked_, says_something);
    std::vector<AskedWord> words;
    words.reserve(asked_.size());
    for (const auto& one : asked_) {
      if (any && !says_something(one)) continue;
      words.push_back({.weight = one.weight,
                       .posts = one.postings.size(),
                       .count = one.count,
                       .postings = one.postings});
    }
    return words;
  }
  [[nodiscard]] ExpertBackground background() const { return background_; }

 private:
  struct Asked {
    std::string text;
    double weight = 0;
    uint64_t count = 0;
    std::vector<ExpertPosting> postings = {};
  };

  [[nodiscard]] uint64_t posts_with(std::string_view text) const {
    const auto asked = std::ranges::find(asked_, text, &Asked::text);
    return asked == asked_.end() ? 0 : asked->postings.size();
  }

  Result<void> add(const std::string& text, double weight) {
    const auto asked = std::ranges::find(asked_, text, &Asked::text);
    if (asked != asked_.end()) {
      asked->weight += weight;
      return {};
    }
    Asked fresh{.text = text, .weight = weight};
    for (const auto& stems : stems_of(reader_, text)) {
      for (const auto& stem : stems) TRY(read(stem, fresh.postings));
    }
    one_a_post(fresh.postings);
    for (const auto& posting : fresh.postings) fresh.count += posting.count;
    asked_.push_back(std::move(fresh));
    return {};
  }

  Result<void> read(std::string_view stem, std::vector<ExpertPosting>& postings) const {
    return for_each_posting(reader_, stem, [&](const SearchPosting& found) {
      postings.push_back({.post = found.post,
                          .author = found.author,
                          .topic = found.topic,
                          .count = found.count,
                          .length = found.length});
    });
  }

  // A post may have several stems of a word.
  static void one_a_post(std::vector<ExpertPosting>& postings) {
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

  const SearchIndex::Reader& reader_;
  std::vector<Asked> asked_;
  ExpertBackground background_;
};

// Everybody who wrote under a topic.
std::vector<TopicMember> members_of(const SearchIndex::Reader& reader, uint64_t topic) {
  std::map<Id, TopicMember> members;
  const auto read = for_each_of_topic(reader, topic, [&](const SearchPosting& post) {
    auto& member = members[post.author];
    member.author = post.author;
    ++member.posts;
    member.words += post.length;
  });
  std::vector<TopicMember> all;
  if (!read.ok()) return all;
  all.reserve(members.size());
  for (const auto& [author, member] : members) all.push_back(member);
  return all;
}

// Who may be named to the person, and which of their posts.
class Witness {
 public:
  Witness(const ReadTxn& txn, const Home& home, Id person)
      : txn_(txn), person_(person), finder_(txn, home, person) {}

  bool may_name(Id author) {
    if (author == person_ || !finder_.may_find_person(author)) return false;
    const auto actor = find_actor(txn_, author);
    const bool program = actor && (actor->type == "Service" || actor->type == "Application" ||
                                   actor->type == "Group");
    return actor && actor->discoverable && !program;
  }

  // Takes out what they may not read; what remains names at least one post, or is nothing.
  bool keep_readable(ExpertEvidence& evidence) {
    std::erase_if(evidence.posts, [&](const PostStrength& one) {
      return one.post && !finder_.may_find_post(one.post);
    });
    return std::ranges::any_of(evidence.posts,
                               [](const PostStrength& one) { return one.post.value != 0; });
  }

 private:
  const ReadTxn& txn_;
  const Id person_;
  Finder finder_;
};

double strongest_in(std::span<const ExpertEvidence> people) {
  double strongest = 0;
  for (const auto& person : people) {
    for (const auto& one : person.posts) {
      if (one.post) strongest = std::max(strongest, one.strength);
    }
  }
  return strongest;
}

// The strongest come first.
std::vector<Id> shown_of(const ExpertEvidence& evidence, double least) {
  std::vector<Id> posts;
  for (const auto& one : evidence.posts) {
    if (one.post && one.strength >= least && posts.size() < kPostsShown) posts.push_back(one.post);
  }
  return posts;
}

}  // namespace

Result<std::vector<FoundExpert>> find_experts(const ReadTxn& txn, const Home& home,
                                              const SearchIndex& index, const ExpertWish& wish) {
  const auto reader = TRY(index.read());
  Question question(reader);
  TRY(question.ask(wish.question));
  const ExpertSources sources{
      .members = [&](uint64_t topic) { return members_of(reader, topic); },
      .posts_by = [&](Id author) -> uint64_t { return count_entries(txn, author, SIZE_MAX); }};
  auto all = weigh_evidence(question.words(), question.background(), sources);
  std::map<Id, ExpertEvidence*> by_author;
  for (auto& one : all) by_author.emplace(one.author, &one);
  // The strongest first, until enough of them are left that may be named.
  Witness witness(txn, home, wish.person);
  std::vector<ExpertEvidence> named;
  size_t looked_at = 0;
  for (const auto& expert : rank_experts(all)) {
    if (looked_at++ >= kLookedAt && named.size() >= wish.limit) break;
    auto& evidence = *by_author.at(expert.author);
    if (witness.may_name(expert.author) && witness.keep_readable(evidence)) {
      named.push_back(std::move(evidence));
    }
  }
  const double least = kWorthShowing * strongest_in(named);
  std::vector<FoundExpert> found;
  for (const auto& expert : rank_experts(named)) {
    if (found.size() == wish.limit) break;
    auto posts = shown_of(*std::ranges::find(named, expert.author, &ExpertEvidence::author), least);
    if (posts.empty()) continue;
    found.push_back({.person = expert.author,
                     .score = expert.score,
                     .confidence = expert.confidence,
                     .posts = std::move(posts)});
  }
  return found;
}

}  // namespace hallway
