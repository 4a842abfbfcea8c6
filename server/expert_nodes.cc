#include "server/expert_nodes.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>

#include "federation/expert_answer.h"
#include "federation/policy.h"
#include "server/log.h"
#include "storage/values/elapsed.h"

namespace hallway {
namespace {

constexpr std::string_view kPath = "hallway/experts";
constexpr Duration kExchange = seconds(5);  // what comes later is of no use to anybody
constexpr Duration kKept = minutes(1);
constexpr size_t kMostKept = 8 * 1024 * 1024;  // bytes of questions and answers
constexpr size_t kMostNodes = 64;
constexpr std::array kPeers = {Table::peers};

Result<Json> read(const Result<OutboundResponse>& answer) {
  if (!answer.ok()) return answer.error();
  if (answer->status == 401 || answer->status == 403 || answer->status == 404) {
    return fail(Code::forbidden, "HTTP " + std::to_string(answer->status));
  }
  if (answer->status != 200) {
    return fail(Code::unavailable, "HTTP " + std::to_string(answer->status));
  }
  return parse_json(answer->body, {.bytes = kMostExpertBytes});
}

}  // namespace

// What one question to all of them has brought so far.
struct ExpertNodes::Round {
  std::mutex mutex;
  std::condition_variable came;
  size_t open = 0;
  bool over = false;                            // nobody waits any more
  std::map<std::string, Result<Json>> answers;  // by domain

  // False where it comes too late.
  bool take(const std::string& domain, const Result<Json>& answer) {
    const std::lock_guard lock(mutex);
    if (over) return false;
    answers.insert_or_assign(domain, answer);
    --open;
    came.notify_all();
    return true;
  }
};

// Answers, by who gave them and to what; and who waits for one that was asked for.
struct ExpertNodes::Kept {
  struct Entry {
    Result<Json> answer;
    Time at;
    size_t bytes = 0;
  };
  using Rounds = std::vector<std::shared_ptr<Round>>;
  std::mutex mutex;
  std::map<std::string, Entry> entries;
  std::map<std::string, Rounds> asked;  // and not answered yet
  uint64_t late = 0;
  std::function<void()> bell;

  std::optional<Result<Json>> find(const std::string& key, Time now) {
    const std::lock_guard lock(mutex);
    const auto found = entries.find(key);
    if (found == entries.end() || has_passed(found->second.at, kKept, now)) return std::nullopt;
    return found->second.answer;
  }
  // True where it is to be sent: nobody else waits for the same.
  bool await(const std::string& key, std::shared_ptr<Round> round) {
    const std::lock_guard lock(mutex);
    auto& rounds = asked[key];
    rounds.push_back(std::move(round));
    return rounds.size() == 1;
  }
  // Gives it to all who wait; those who do no longer are told that it is there.
  void hand_out(const std::string& key, const std::string& domain, const Result<Json>& answer) {
    bool all = true;
    for (const auto& round : take_rounds(key)) all = round->take(domain, answer) && all;
    if (all) return;
    const std::lock_guard lock(mutex);
    ++late;
    if (bell) bell();
  }
  // `bytes`: of the answer as it came.
  void keep(const std::string& key, const Result<Json>& answer, size_t bytes, Time now) {
    const std::lock_guard lock(mutex);
    bytes += key.size();
    forget([&](const Entry& one) { return has_passed(one.at, kKept, now); });
    if (in_all + bytes > kMostKept) forget([](const Entry&) { return true; });
    if (entries.emplace(key, Entry{answer, now, bytes}).second) in_all += bytes;
  }

 private:
  Rounds take_rounds(const std::string& key) {
    const std::lock_guard lock(mutex);
    const auto found = asked.find(key);
    if (found == asked.end()) return {};
    auto rounds = std::move(found->second);
    asked.erase(found);
    return rounds;
  }
  template <class Which>
  void forget(const Which& which) {
    std::erase_if(entries, [&](const auto& one) {
      if (!which(one.second)) return false;
      in_all -= one.second.bytes;
      return true;
    });
  }
  size_t in_all = 0;
};

// One person's question.
class ExpertNodes::Asking {
 public:
  using Deadline = std::chrono::steady_clock::time_point;
  Asking(ExpertNodes& nodes, ExpertSum sum) : nodes_(nodes), sum_(std::move(sum)) {
    outcome_.nodes = nodes.agreed();
  }

  // How common the words are with those who say so until then; they are asked again.
  void count(Deadline until) {
    std::vector<Domain> domains;
    for (const auto& node : outcome_.nodes) {
      if (node.state == State::timed_out) domains.push_back(node.domain);
    }
    auto answers = ask(domains, to_json(ExpertCountsAsked{sum_.words()}), until);
    for (auto& node : outcome_.nodes) {
      const auto read = [&](const Json& json) { return read_counts(json, sum_.words().size()); };
      const auto theirs = heard(node, answers, read);
      if (!theirs) continue;
      willing_.push_back(node.domain);
      sum_.add(*theirs);
    }
    outcome_.asked = sum_.asked();
  }
  // Who knows, by what those say until then.
  void name(Deadline until) {
    if (outcome_.asked.words.empty()) return settle();  // nobody anywhere wrote any of them
    auto answers = ask(willing_, to_json(outcome_.asked), until);
    for (auto& node : outcome_.nodes) {
      const auto read = [&](const Json& json) {
        return read_people(json, node.domain, outcome_.asked);
      };
      const auto people = heard(node, answers, read);
      if (!people) continue;
      node.state = State::answered;
      node.people = people->size();
      outcome_.people.insert(outcome_.people.end(), people->begin(), people->end());
    }
  }
  Outcome take() { return std::move(outcome_); }

 private:
  using Answers = std::map<std::string, Result<Json>>;

  // Those who counted have nobody.
  void settle() {
    for (auto& node : outcome_.nodes) {
      if (std::ranges::find(willing_, node.domain) != willing_.end()) node.state = State::answered;
    }
  }

  // What came from each until then; of whom there is nothing, nothing came.
  Answers ask(std::span<const Domain> domains, const Json& question, Deadline until) {
    const auto body = dump_json(question);
    const auto round = std::make_shared<Round>();
    round->open = domains.size();
    for (const auto& domain : domains) send(domain, body, round);
    std::unique_lock lock(round->mutex);
    round->came.wait_until(lock, until, [&] { return round->open == 0; });
    round->over = true;
    return std::move(round->answers);
  }

  // What the node said, if it can be believed; else its state says why there is nothing.
  template <class Read>
  static auto heard(Node& node, const Answers& answers, const Read& read)
      -> decltype(std::optional(read(Json()).value())) {
    const auto found = answers.find(node.domain.text());
    if (found == answers.end()) return std::nullopt;
    if (!found->second.ok()) {
      const bool declined = found->second.error().code == Code::forbidden;
      node.state = declined ? State::declined : State::failed;
      return std::nullopt;
    }
    auto said = read(*found->second);
    if (said.ok()) return std::move(*said);
    node.state = State::failed;
    log::warn("experts.answer_discarded",
              {{"node", node.domain.text()}, {"why", said.error().what}});
    return std::nullopt;
  }

  void send(const Domain& domain, const std::string& body, const std::shared_ptr<Round>& round) {
    const auto& name = domain.text();
    auto key = name + " " + body;
    if (const auto kept = nodes_.kept_->find(key, nodes_.clock_.now())) {
      round->take(name, *kept);
      return;
    }
    if (!nodes_.kept_->await(key, round)) return;
    const std::string scheme = nodes_.home_.base.https() ? "https://" : "http://";
    const auto url = Iri::parse(scheme + name + "/" + std::string(kPath));
    auto request =
        url ? nodes_.fetcher_.signed_post(*url, body) : Result<OutboundRequest>(url.error());
    if (!request.ok()) return nodes_.kept_->hand_out(key, name, request.error());
    request->timeout = kExchange;
    request->max_response_bytes = kMostExpertBytes;
    // Nothing of the node's but what it shares: it may have gone when this is called.
    nodes_.client_.send(std::move(*request),
                        [name, key = std::move(key), kept = nodes_.kept_,
                         now = nodes_.clock_.now()](const Result<OutboundResponse>& answer) {
                          const auto json = read(answer);
                          const bool lasts = json.ok() || json.error().code == Code::forbidden;
                          const size_t bytes = answer.ok() ? answer->body.size() : 0;
                          if (lasts) kept->keep(key, json, bytes, now);
                          kept->hand_out(key, name, json);
                        });
  }

  ExpertNodes& nodes_;
  ExpertSum sum_;
  Outcome outcome_;
  std::vector<Domain> willing_;  // those who answered
};

std::string_view name_of(ExpertNodes::State state) {
  constexpr std::string_view kNames[] = {"answered", "declined", "timed-out", "failed"};
  return kNames[static_cast<size_t>(state)];
}

ExpertNodes::ExpertNodes(const Home& home, Store& store, Fetcher& fetcher, HttpClient& client,
                         const Clock& clock)
    : home_(home),
      store_(store),
      fetcher_(fetcher),
      client_(client),
      clock_(clock),
      kept_(std::make_shared<Kept>()) {}

ExpertNodes::~ExpertNodes() = default;

std::vector<ExpertNodes::Node> ExpertNodes::agreed() {
  std::vector<Node> nodes;
  const auto txn = store_.read();
  if (!txn.ok()) return nodes;
  const std::lock_guard lock(mutex_);
  if (!agreed_at_ || *agreed_at_ < txn->last_written(kPeers)) {
    agreed_.clear();
    for_each_peer(*txn, [&](const Peer& peer) {
      if (asks_experts(peer) && agreed_.size() < kMostNodes) agreed_.push_back(peer);
    });
    std::ranges::sort(agreed_, {}, &Peer::domain);
    agreed_at_ = txn->commit_number();
  }
  for (const auto& peer : agreed_) {
    const bool down = peer.retry > clock_.now();
    nodes.push_back({.domain = peer.domain, .state = down ? State::failed : State::timed_out});
  }
  return nodes;
}

ExpertNodes::Outcome ExpertNodes::ask(ExpertSum sum, Duration patience) {
  const auto start = std::chrono::steady_clock::now();
  const std::chrono::milliseconds wait(patience.ms);
  Asking asking(*this, std::move(sum));
  asking.count(start + wait / 2);
  asking.name(start + wait);
  return asking.take();
}

uint64_t ExpertNodes::late() const {
  const std::lock_guard lock(kept_->mutex);
  return kept_->late;
}

void ExpertNodes::on_late(std::function<void()> bell) {
  const std::lock_guard lock(kept_->mutex);
  kept_->bell = std::move(bell);
}

}  // namespace hallway
