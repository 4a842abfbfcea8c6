// How fast posts are indexed, posts and people found: `search_bench [FOLDER] [POSTS] [--keep]`
// prints a table. With --keep what was indexed is left, and a later run asks that. The posts and
// questions are those of ../shared/experts, the posts again and again where more are wanted;
// indexed as a node does it, from its store, and looked for as its API does it. Times are of the
// processor that the one thread has had.

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <functional>

#include "federation/actor.h"
#include "federation/experts.h"
#include "federation/html.h"
#include "federation/search.h"
#include "server/indexer.h"
#include "server/recent_talk.h"
#include "tests/bench/expert_report.h"
#include "tests/support/shared.h"

namespace hallway {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kUsualPosts = 55'538;  // as many as there are
constexpr size_t kAtOnce = 1'000;       // posts in one commit of the store
constexpr size_t kPeople = 40;          // in an answer
constexpr size_t kReadings = 10;        // of what is talked about

[[noreturn]] void give_up(const std::string& what) {
  std::fprintf(stderr, "search_bench: %s\n", what.c_str());
  std::exit(1);
}

template <class T>
T must(Result<T> result) {
  if (!result.ok()) give_up(result.error().what);
  return std::move(result).value();
}
void must(const Result<void>& result) {
  if (!result.ok()) give_up(result.error().what);
}

double seconds_of(const std::function<void()>& work) {
  const auto start = Clock::now();
  work();
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// Of a processor, which says more where others use it, too.
double processor_seconds_of(const std::function<void()>& work) {
  const auto start = std::clock();
  work();
  return double(std::clock() - start) / CLOCKS_PER_SEC;
}

// A node's store with the posts in it.
class Town {
 public:
  Town(const std::filesystem::path& dir, const std::vector<bench::WrittenPost>& posts)
      : store_(must(Store::open(dir))), writer_(*store_), index_(dir / "search") {
    if (const auto there = known("reader")) {
      reader_ = there->id;
      for (const auto& post : posts) author_at(post.author) = known(name_of(post.author))->id;
      return;
    }
    must(writer_.apply([&](WriteTxn& txn) -> Result<void> {
      auto reader = local_actor(home_, "reader", kStart);
      TRY(put_actor(txn, reader, kStart));
      reader_ = reader.id;
      return {};
    }));
  }

  void fill(const std::vector<bench::WrittenPost>& posts, size_t count) {
    for (size_t first = 0; first < count; first += kAtOnce) {
      must(writer_.apply([&](WriteTxn& txn) -> Result<void> {
        for (size_t n = first; n < std::min(count, first + kAtOnce); ++n) {
          TRY(add(txn, posts[n % posts.size()], n));
        }
        return {};
      }));
    }
  }

  // When the last of so many was.
  static Time written(size_t posts) { return kStart + seconds(static_cast<int64_t>(posts)); }
  Store& store() { return *store_; }
  Writer& writer() { return writer_; }
  SearchIndex& index() { return index_; }
  [[nodiscard]] const Home& home() const { return home_; }
  [[nodiscard]] Id reader() const { return reader_; }
  [[nodiscard]] std::vector<size_t> people_for(const std::string& question) {
    const auto txn = must(store_->read());
    ExpertWords words(must(index_.read()));
    const auto asked = must(ask_here(words, question));
    std::vector<size_t> places;
    for (const auto& one :
         must(find_experts(txn, home_, words, asked, {.person = reader_, .limit = kPeople}))) {
      const auto place = std::ranges::find(authors_, one.person) - authors_.begin();
      places.push_back(static_cast<size_t>(place));
    }
    return places;
  }

 private:
  static std::string name_of(size_t author) { return "p" + std::to_string(author); }
  std::optional<Actor> known(const std::string& name) {
    return find_actor_by_handle(must(store_->read()), name, home_.domain.text());
  }
  Id& author_at(size_t place) {
    if (authors_.size() <= place) authors_.resize(place + 1);
    return authors_[place];
  }
  Result<void> add(WriteTxn& txn, const bench::WrittenPost& written, size_t n) {
    const Time at = Town::written(n);
    auto& author = author_at(written.author);
    if (!author) {
      auto actor = local_actor(home_, name_of(written.author), at);
      TRY(put_actor(txn, actor, at));
      author = actor.id;
    }
    Post post{.author = author, .content = "<p>" + escape_html(written.text) + "</p>"};
    post.iri = home_.at("p/" + std::to_string(n));
    post.language = "en";
    post.published = at;
    post.local = true;
    return add_post(txn, post, at);
  }

  static constexpr Time kStart{1'600'000'000'000};
  const Home home_ = must(Home::of("here.example", /*https=*/true, Mode::open));
  std::unique_ptr<Store> store_;
  Writer writer_;
  SearchIndex index_;
  std::vector<Id> authors_;
  Id reader_;
};

void print_times(const char* name, std::vector<double> ms) {
  std::ranges::sort(ms);
  const auto at = [&](double part) {
    return ms[static_cast<size_t>(part * double(ms.size() - 1))];
  };
  std::printf("%-28s %8.2f ms p50 %8.2f ms p99 %8.2f ms worst\n", name, at(.5), at(.99), at(1));
}

void look_for(Town& town, const std::vector<bench::ExpertQuestion>& questions) {
  std::vector<double> first, again;
  size_t found = 0;
  for (auto* times : {&first, &again}) {
    for (const auto& question : questions) {
      times->push_back(1'000 * processor_seconds_of([&] {
                         const auto txn = must(town.store().read());
                         found +=
                             must(search_posts(txn, town.home(), town.index(),
                                               {.typed = question.text, .person = town.reader()}))
                                 .ids.size();
                       }));
    }
  }
  if (found == 0) give_up("nothing was found");
  print_times("search, first time", std::move(first));
  print_times("search, again", std::move(again));
}

void ask_for_people(Town& town, const bench::ExpertCollection& collection, size_t count) {
  bench::MeasuredExperts measured;
  for (const auto& question : collection.questions) {
    std::vector<size_t> people;
    const double took = processor_seconds_of([&] { people = town.people_for(question.text); });
    measured.milliseconds.push_back(1'000 * took);
    measured.scores.push_back(bench::score_of(people, question.right, question.named));
  }
  print_times("people", measured.milliseconds);
  // Copies of a post fill what counts of a person: how right that is says nothing.
  if (count <= collection.posts.size()) bench::print("people, 40 an answer", collection, measured);
}

// In the background, from time to time (server/topic_watch.h).
void read_what_is_talked_about(Town& town, Time now) {
  std::vector<double> ms;
  size_t said = 0;
  const auto read = [&] {
    const TalkSources sources{town.home(), town.store(), town.index()};
    said = must(read_recent_talk(sources, now)).said.size();
  };
  for (size_t n = 0; n < kReadings; ++n) ms.push_back(1'000 * processor_seconds_of(read));
  print_times(("talk of " + std::to_string(said) + " posts").c_str(), std::move(ms));
}

// What is indexed already, by this version of the index, is not indexed again.
void index_all(Town& town, size_t count, size_t bytes) {
  const SystemClock clock;
  Indexer indexer(town.store(), town.writer(), clock, town.index());
  double indexed = 0;
  const double processor =
      processor_seconds_of([&] { indexed = seconds_of([&] { must(indexer.catch_up()); }); });
  if (indexed < 1) return;
  std::printf(
      "indexed with positions: %.0f posts/s, %.0f in a second of a processor, %.1f times the "
      "text\n",
      double(count) / indexed, double(count) / processor,
      double(town.index().bytes()) / double(bytes));
}

void run(const std::filesystem::path& folder, size_t count, bool keep) {
  const auto experts = test::shared("experts");
  if (!experts) return;
  const auto collection = must(bench::read_collection(*experts));
  const auto dir = folder / "hallway_search_bench.data";
  if (!keep) std::filesystem::remove_all(dir);
  const bool there = !std::filesystem::create_directories(dir);
  const auto& posts = collection.posts;
  size_t bytes = 0;
  for (size_t n = 0; n < count; ++n) bytes += posts[n % posts.size()].text.size();
  {
    Town town(dir, posts);
    const double stored = there ? 0 : seconds_of([&] { town.fill(posts, count); });
    std::printf("%zu posts, %.1f MB of text, stored in %.1f s\n", count, double(bytes) / 1e6,
                stored);
    index_all(town, count, bytes);
    look_for(town, collection.questions);
    ask_for_people(town, collection, count);
    read_what_is_talked_about(town, Town::written(count));
  }
  if (!keep) std::filesystem::remove_all(dir);
}

}  // namespace
}  // namespace hallway

int main(int argc, char** argv) {
  const std::filesystem::path folder = argc > 1 ? argv[1] : ".";
  const size_t posts = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : hallway::kUsualPosts;
  const bool keep = argc > 3 && std::string_view(argv[3]) == "--keep";
  hallway::run(folder, std::max<size_t>(posts, 1), keep);
}
