// How well people are found for questions by nodes that run: `expert_api_bench [FOLDER] [--nodes
// N]` gives the histories of ../shared/experts (or HALLWAY_SHARED) to one node or, by organization,
// to N that are siblings of each other, with `hallway import-posts`; then a member of the first
// asks the questions through GET /api/hallway/v1/experts.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <unordered_map>

#include "storage/values/iri.h"
#include "storage/values/json.h"
#include "tests/bench/expert_report.h"
#include "tests/process/program.h"
#include "tests/support/shared.h"

namespace hallway::bench {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using test::Program;
using test::RealNode;

constexpr auto kLongPatience = std::chrono::minutes(20);
constexpr size_t kMostPeople = 40, kUsualPeople = 10;  // that one answer names
constexpr size_t kMostTries = 10;
constexpr size_t kMostBytes = 8 * 1024 * 1024;  // of an answer

[[noreturn]] void give_up(const std::string& what) {
  std::fprintf(stderr, "expert_api_bench: %s\n", what.c_str());
  std::exit(1);
}

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

void say(const std::string& what) {
  std::printf("%s\n", what.c_str());
  std::fflush(stdout);
}

// The organizations of each node, so that all hold about as many posts.
std::vector<std::vector<std::string>> shared_out(const ExpertCollection& collection, size_t nodes) {
  std::vector<std::pair<size_t, size_t>> sizes(collection.orgs.size());
  for (size_t n = 0; n < sizes.size(); ++n) sizes[n].second = n;
  for (const auto& post : collection.posts) ++sizes[post.org].first;
  std::ranges::sort(sizes, std::greater<>());
  std::vector<std::vector<std::string>> orgs(nodes);
  std::vector<size_t> held(nodes);
  for (const auto& [posts, org] : sizes) {
    const auto least = static_cast<size_t>(std::ranges::min_element(held) - held.begin());
    held[least] += posts;
    orgs[least].push_back(collection.orgs[org]);
  }
  return orgs;
}

class Network {
 public:
  Network(const fs::path& dir, const ExpertCollection& collection, size_t nodes)
      : collection_(collection), orgs_(shared_out(collection, nodes)) {
    for (size_t n = 0; n < collection.authors.size(); ++n) places_[collection.authors[n]] = n;
    for (size_t n = 0; n < nodes; ++n) {
      nodes_.push_back(
          std::make_unique<RealNode>("127.0.62." + std::to_string(n + 1), "allowlist", dir));
    }
  }

  void fill(const fs::path& posts) {
    double importing = 0, indexing = 0;
    for (size_t n = 0; n < nodes_.size(); ++n) {
      nodes_[n]->init();
      std::vector<std::string> words{"import-posts", nodes_[n]->dir().string(), posts.string()};
      for (const auto& org : orgs_[n]) {
        if (nodes_.size() == 1) break;
        words.insert(words.end(), {"--org", org});
      }
      importing += carry_out(words);
      indexing += carry_out({"reindex", nodes_[n]->dir().string()});
    }
    std::printf("%zu posts by %zu people were imported in %.1f s, indexed in %.1f s\n",
                collection_.posts.size(), collection_.authors.size(), importing, indexing);
  }

  void serve() {
    command(0, {"account", "add", "asker"});
    token_ = test::trimmed(command(0, {"token", "asker", "--scopes", "read"}).out);
    for (size_t n = 0; n < nodes_.size(); ++n) {
      for (const auto& other : nodes_) {
        if (other == nodes_[n]) continue;
        command(n, {"partner", "add", other->domain(), "--relation", "sibling"});
      }
    }
    for (const auto& node : nodes_) serving_.push_back(node->serve());
  }

  // `patient`: each question until no node is late any more, as a page does that shows what comes.
  [[nodiscard]] MeasuredExperts ask_all(size_t limit, bool patient) {
    MeasuredExperts measured;
    late_ = silent_ = 0;
    for (const auto& question : collection_.questions) {
      const auto start = Clock::now();
      const double worked = processor_seconds();
      auto people = ask(question.text, limit, /*count=*/true);
      for (size_t tries = 0; patient && are_late_ && tries < kMostTries; ++tries) {
        people = ask(question.text, limit, /*count=*/false);
      }
      measured.milliseconds.push_back(seconds_since(start) * 1000);
      measured.of_the_processor.push_back((processor_seconds() - worked) * 1000);
      measured.scores.push_back(score_of(people, question.right, question.named));
    }
    return measured;
  }
  // Answers of other nodes that were late at first, and that did not come for another reason.
  [[nodiscard]] std::string late() const {
    return std::to_string(late_) + " answers of other nodes were late, " + std::to_string(silent_) +
           " did not come";
  }

 private:
  // Of all nodes.
  [[nodiscard]] double processor_seconds() const {
    double sum = 0;
    for (const auto& serving : serving_) sum += test::cpu_seconds(serving->pid());
    return sum;
  }
  static double carry_out(const std::vector<std::string>& words, const RealNode& node) {
    const auto start = Clock::now();
    const auto outcome = Program(words, node.variables()).wait(kLongPatience);
    if (outcome.code != 0) give_up(words.front() + ": " + outcome.err);
    return seconds_since(start);
  }
  [[nodiscard]] double carry_out(const std::vector<std::string>& words) const {
    return carry_out(words, *nodes_.front());
  }

  test::Outcome command(size_t node, const std::vector<std::string>& words) const {
    auto outcome = nodes_[node]->command(words);
    if (outcome.code != 0) give_up(words.front() + ": " + outcome.err);
    return outcome;
  }

  // On a machine that is busy otherwise one may take longer than a connection waits.
  [[nodiscard]] test::RawAnswer answer_to(const std::string& target) const {
    test::RawAnswer answer;
    for (size_t tries = 0; answer.status == 0 && tries < kMostTries; ++tries) {
      answer = nodes_.front()->get(target, "Authorization: Bearer " + token_ + "\r\n");
    }
    return answer;
  }

  std::vector<size_t> ask(const std::string& question, size_t limit, bool count) {
    const auto answer = answer_to("/api/hallway/v1/experts?limit=" + std::to_string(limit) +
                                  "&q=" + percent_encode(question));
    const auto json = parse_json(answer.body, {.bytes = kMostBytes});
    if (answer.status != 200 || !json) {
      give_up("a question was answered " + std::to_string(answer.status));
    }
    look_at_nodes(*json, count);
    std::vector<size_t> ranking;
    for (const auto* person : find_list(*json, "people")) {
      const auto handle = std::string(find_string(*person, "acct").value_or(""));
      const auto place = places_.find(handle.substr(0, handle.find('@')));
      // Who writes at two nodes is ranked at the better one.
      if (place == places_.end() || std::ranges::count(ranking, place->second) > 0) continue;
      ranking.push_back(place->second);
    }
    return ranking;
  }

  void look_at_nodes(const Json& answer, bool count) {
    size_t late = 0, silent = 0;
    for (const auto* node : find_list(answer, "nodes")) {
      const auto state = find_string(*node, "state").value_or("");
      late += state == "timed-out" ? 1 : 0;
      silent += state != "timed-out" && state != "answered" ? 1 : 0;
    }
    are_late_ = late > 0;
    late_ += count ? late : 0;
    silent_ += count ? silent : 0;
  }

  const ExpertCollection& collection_;
  const std::vector<std::vector<std::string>> orgs_;
  std::unordered_map<std::string, size_t> places_;
  std::vector<std::unique_ptr<RealNode>> nodes_;
  std::vector<std::unique_ptr<Program>> serving_;
  std::string token_;
  bool are_late_ = false;  // to the last question
  size_t late_ = 0, silent_ = 0;
};

int run(const fs::path& dir, size_t nodes) {
  const auto folder = test::shared("experts");
  if (!folder) return 0;
  const auto collection = read_collection(*folder);
  const auto lines = unpacked(*folder / "posts.jsonl.xz");
  if (!collection || !lines) give_up("the test set cannot be read");
  std::ofstream(dir / "posts.jsonl") << *lines;
  Network network(dir, *collection, nodes);
  network.fill(dir / "posts.jsonl");
  network.serve();
  const auto name = nodes == 1 ? "one node" : std::to_string(nodes) + " nodes by organization";
  say("Asking " + std::to_string(collection->questions.size()) + " questions through the API");
  (void)network.ask_all(kUsualPeople, /*patient=*/true);  // until all has been read once
  for (const auto limit : {kMostPeople, kUsualPeople}) {
    const auto title = name + ", " + std::to_string(limit) + " people an answer";
    print(title.c_str(), *collection, network.ask_all(limit, /*patient=*/false));
    if (nodes == 1) continue;
    say("  " + network.late());
    print((title + ", once all have answered").c_str(), *collection,
          network.ask_all(limit, /*patient=*/true));
  }
  return 0;
}

}  // namespace
}  // namespace hallway::bench

int main(int argc, char** argv) {
  std::filesystem::path parent = "build";
  size_t nodes = 1;
  for (int n = 1; n < argc; ++n) {
    const std::string word = argv[n];
    if (word == "--nodes" && n + 1 < argc)
      nodes = std::strtoul(argv[++n], nullptr, 10);
    else
      parent = word;
  }
  // A folder of our own within the one given: it is removed.
  const auto dir = parent / "hallway_expert_api_bench.data";
  std::filesystem::remove_all(dir);
  std::filesystem::create_directories(dir);
  const int state =
      hallway::bench::run(std::filesystem::absolute(dir), std::clamp<size_t>(nodes, 1, 30));
  std::filesystem::remove_all(dir);
  return state;
}
