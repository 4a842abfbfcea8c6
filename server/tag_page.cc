#include "server/tag_page.h"

#include <algorithm>
#include <functional>
#include <map>

#include "federation/hashtag.h"
#include "federation/public_timeline.h"
#include "server/html_page.h"
#include "server/node.h"
#include "server/params.h"
#include "server/people_view.h"
#include "server/post_view.h"
#include "server/related_topics.h"
#include "server/topic_watch.h"

namespace hallway {
namespace {

constexpr size_t kTaggedAPage = 20, kRelated = 8, kPeople = 8;
constexpr size_t kPostsRead = 200;  // for what is related, and who writes about it

std::string page_of_tag(const Home& home, const std::string& tag) {
  return home.base.text() + "tags/" + percent_encode(tag);
}

void write_posts(Html& html, const TrendView& view, const std::vector<TimelineItem>& items) {
  html.open("section", {{"aria-labelledby", "posts"}});
  html.element("h2", {{"id", "posts"}}, "Posts");
  for (const auto& item : items) {
    const auto author = find_actor(view.txn, item.post.author);
    if (!author) continue;
    write_post(html, view.txn, view.home, {.post = item.post, .author = *author, .now = view.now});
  }
  html.close();
}

void write_related(Html& html, const TrendView& view, const std::string& tag,
                   const std::vector<Post>& posts) {
  const auto related = related_topics(view, tag, posts, kRelated);
  if (related.empty()) return;
  html.open("section", {{"aria-labelledby", "related"}});
  html.element("h2", {{"id", "related"}}, "Related topics");
  html.open("p", {{"class", "tags"}, {"dir", "auto"}});
  for (const auto& one : related) {
    html.link(page_of_tag(view.home, one.name), "#" + one.name).text(" ");
  }
  html.close().close();
}

// Those of them who let themselves be found, in the order of how many of the posts they wrote.
std::vector<Actor> writers_of(const TrendView& view, const std::vector<Post>& posts) {
  std::map<Id, size_t> written;
  for (const auto& post : posts) ++written[post.author];
  std::vector<std::pair<Id, size_t>> order(written.begin(), written.end());
  std::ranges::stable_sort(order, std::greater(), &std::pair<Id, size_t>::second);
  std::vector<Actor> writers;
  for (const auto& [id, count] : order) {
    if (writers.size() == kPeople) break;
    auto actor = find_actor(view.txn, id);
    if (actor && actor->local && actor->discoverable) writers.push_back(*std::move(actor));
  }
  return writers;
}

void write_writers(Html& html, const TrendView& view, const std::vector<Post>& posts) {
  const auto writers = writers_of(view, posts);
  if (writers.empty()) return;
  html.open("section", {{"aria-labelledby", "people"}});
  html.element("h2", {{"id", "people"}}, "Who writes about it");
  write_people(html, view.home, writers);
  html.close();
}

}  // namespace

Result<Response> tag_page(Node& node, const Call& call) {
  const auto params = TRY(Params::of_query(call.request));
  const auto txn = TRY(node.read());
  const auto& home = node.home();
  const auto talk = node.topic_watch().latest();
  const TrendView view{txn, home, *talk, Id{}, node.now()};
  const auto tag = normalize_hashtag(call["name"]);
  const auto items = tag_timeline(txn, home, Destination::anybody(),
                                  {.origin = Selection::Origin::here, .any = {tag}},
                                  {.max_id = params.id("before"), .limit = kTaggedAPage});
  if (items.empty()) return fail(Code::not_found, "no public post has this tag");
  const auto posts = posts_about(view, tag, kPostsRead);
  Html html;
  html.open("h1").text("#").element("bdi", {}, tag).close();
  write_related(html, view, tag, posts);
  write_writers(html, view, posts);
  write_posts(html, view, items);
  if (items.size() == kTaggedAPage) {
    const auto older = page_of_tag(home, tag) + "?before=" + to_string(items.back().id);
    html.open("nav", {{"class", "more"}, {"aria-label", "Pages"}});
    html.open("a", {{"href", older}, {"rel", "next"}}).text("Older posts").close().close();
  }
  auto response = page_answer(
      node, {.title = "#" + tag, .canonical = page_of_tag(home, tag), .index = false}, html.take());
  response.headers.add("Cache-Control", "no-cache");
  return response;
}

}  // namespace hallway
