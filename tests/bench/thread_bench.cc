// How fast a thread of 1,000 posts is read: `thread_bench [FOLDER]` prints a table. Each row is
// beside the bare scan: the same rows found and fetched from LMDB, nothing decoded, nobody asked
// whether they may be seen. Half of the answers stand below the first post, half below each other,
// 500 deep.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>

#include "federation/actor.h"
#include "federation/post_collections.h"
#include "server/thread_view.h"
#include "storage/writer.h"

namespace hallway {
namespace {

constexpr size_t kPosts = 1'000;
constexpr size_t kAuthors = 50;
constexpr Time kNow{1'795'611'600'000};

[[noreturn]] void give_up(const std::string& what) {
  std::fprintf(stderr, "thread_bench: %s\n", what.c_str());
  std::exit(1);
}

Iri iri(const std::string& text) { return Iri::parse(text).value_or(Iri()); }

Result<Id> add_author(WriteTxn& txn, const Home& home, size_t n) {
  auto actor = local_actor(home, "p" + std::to_string(n), kNow);
  TRY(put_actor(txn, actor, kNow));
  return actor.id;
}

Result<Post> fill(WriteTxn& txn, const Home& home) {
  std::vector<Id> authors;
  for (size_t n = 0; n < kAuthors; ++n) authors.push_back(TRY(add_author(txn, home, n)));
  Post first, above;
  for (size_t n = 0; n < kPosts; ++n) {
    Post post;
    const auto author = n % kAuthors;
    post.iri =
        iri(home.actor("p" + std::to_string(author)).text() + "/statuses/" + std::to_string(n));
    post.url = post.iri;
    post.author = authors[author];
    post.content = "<p>" + std::string(400, 'c') + "</p>";
    post.published = kNow + milliseconds(static_cast<int64_t>(n));
    post.to = {std::string(kPublic)};
    post.local = true;
    if (n > 0) post.in_reply_to = n % 2 == 0 ? first.iri : above.iri;
    TRY(add_post(txn, post, post.published));
    if (n == 0) first = post;
    if (n == 0 || n % 2 == 1) above = post;
  }
  return first;
}

double microseconds_of(const std::function<size_t()>& work) {
  using Clock = std::chrono::steady_clock;
  double best = 1e9;
  for (int round = 0; round < 50; ++round) {
    const auto start = Clock::now();
    if (work() == 0) give_up("nothing was read");
    best = std::min(best, std::chrono::duration<double, std::micro>(Clock::now() - start).count());
  }
  return best;
}

size_t bare_scan(const ReadTxn& txn, Id context) {
  size_t bytes = 0;
  txn.scan(Table::by_context, key_of(context), [&](std::string_view key, std::string_view) {
    const auto row = txn.get(Table::posts, key_of(id_at(key, 8)));
    if (row) bytes += row->size();
    return true;
  });
  return bytes;
}

void run(const std::filesystem::path& dir) {
  const auto home = Home::of("home.example", /*https=*/true, Mode::open).value_or(Home());
  auto store = Store::open(dir);
  if (!store.ok()) give_up(store.error().what);
  Writer writer(**store);
  const auto filled = writer.apply([&](WriteTxn& txn) { return fill(txn, home); });
  if (!filled.ok()) give_up(filled.error().what);
  const Post& first = *filled;
  const auto txn = (*store)->read();
  if (!txn.ok()) give_up(txn.error().what);
  const auto anybody = Destination::anybody();
  const double bare = microseconds_of([&] { return bare_scan(*txn, first.id); });
  const auto print = [&](const char* what, const std::function<size_t()>& work) {
    const double us = microseconds_of(work);
    std::printf("%-44s %9.0f us %7.1f times the bare scan\n", what, us, us / bare);
  };
  print("bare scan of its rows", [&] { return bare_scan(*txn, first.id); });
  print("all of it, as anybody may see it",
        [&] { return seen_thread(*txn, home, first, anybody).posts.size(); });
  print("a page of 40 of its collection", [&] {
    const PostCollectionView view{first, anybody, PostCollection::context};
    return post_collection_json(*txn, home, view, Id{}).size();
  });
  print("the collection, counted", [&] {
    const PostCollectionView view{first, anybody, PostCollection::context};
    return post_collection_json(*txn, home, view, {}).size();
  });
  print("its page for people, 100 posts", [&] {
    Html html;
    write_thread(html, *txn, home, {first, first.url.text(), Time{}, std::nullopt});
    return html.take().size();
  });
  print("the last of these", [&] {
    Html html;
    write_thread(html, *txn, home, {first, first.url.text(), Time{}, 10});
    return html.take().size();
  });
}

}  // namespace
}  // namespace hallway

int main(int argc, char** argv) {
  // A folder of our own within the one given: it is removed.
  const auto dir =
      std::filesystem::path(argc > 1 ? argv[1] : "build") / "hallway_thread_bench.data";
  std::filesystem::remove_all(dir);
  std::filesystem::create_directories(dir);
  hallway::run(dir);
  std::filesystem::remove_all(dir);
}
