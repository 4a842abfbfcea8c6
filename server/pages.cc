#include "server/pages.h"

#include <algorithm>

#include "federation/history.h"
#include "federation/html.h"
#include "federation/pin.h"
#include "federation/profile_page.h"
#include "federation/timeline.h"
#include "federation/work_profile.h"
#include "server/accept.h"
#include "server/activitypub.h"
#include "server/html_page.h"
#include "server/local_people.h"
#include "server/local_posts.h"
#include "server/node.h"
#include "server/page.h"
#include "server/page_files.h"
#include "server/params.h"
#include "server/people_view.h"
#include "server/post_view.h"
#include "server/session.h"
#include "server/site.h"
#include "server/thread_view.h"
#include "storage/accounts.h"
#include "storage/follows.h"

namespace hallway {
namespace {

constexpr size_t kPostsAPage = 20;
constexpr size_t kMostPeople = 200;

Response fresh(Response response) {
  response.headers.add("Cache-Control", "no-cache");
  return response;
}

std::vector<Actor> people_of(const ReadTxn& txn) {
  std::vector<Actor> people;
  for_each_local_actor(txn, [&](const Actor& actor) {
    if (people.size() < kMostPeople && actor.discoverable && !actor.gone && !actor.suspended &&
        !actor.limited) {
      people.push_back(actor);
    }
  });
  return people;
}

std::vector<TimelineItem> latest_of(const ReadTxn& txn, const Home& home,
                                    const std::vector<Actor>& people) {
  std::vector<TimelineItem> items;
  for (const auto& person : people) {
    auto theirs =
        author_timeline(txn, home, person.id, Destination::anybody(), {.limit = kPostsAPage});
    std::ranges::move(theirs, std::back_inserter(items));
  }
  std::ranges::sort(items, std::greater{}, &TimelineItem::id);
  if (items.size() > kPostsAPage) items.resize(kPostsAPage);
  return items;
}

void write_items(Html& html, const ReadTxn& txn, const Node& node,
                 const std::vector<TimelineItem>& items) {
  for (const auto& item : items) {
    const auto author = find_actor(txn, item.post.author);
    if (!author) continue;
    const auto booster = item.boost ? find_actor(txn, item.boost->actor) : std::nullopt;
    write_post(html, txn, node.home(),
               {.post = item.post,
                .author = *author,
                .now = node.now(),
                .booster = booster ? &*booster : nullptr});
  }
}

// What they say of themselves, and what anybody may learn of what they do where they work.
void write_fields(Html& html, const ReadTxn& txn, const Home& home, const Actor& actor) {
  const bool told = may_learn_work(txn, home, actor, Destination::anybody()).allowed;
  const auto work = told ? fields_of(actor.work) : std::vector<Field>();
  if (actor.fields.empty() && work.empty()) return;
  html.open("dl");
  for (const auto* list : {&actor.fields, &work}) {
    for (const auto& field : *list) {
      html.open("dt").element("bdi", {}, field.name).close();
      html.open("dd", {{"dir", "auto"}}).trusted(field_html(field)).close();
    }
  }
  html.close();
}

void write_profile(Html& html, const ReadTxn& txn, const Home& home, const Actor& actor) {
  html.open("section", {{"class", "profile"}, {"aria-labelledby", "name"}}).open("header");
  html.empty("img", {{"class", "face"},
                     {"src", face_of(actor, home)},
                     {"alt", ""},
                     {"width", "88"},
                     {"height", "88"}});
  html.open("div", {{"class", "names"}});
  html.open("h1", {{"id", "name"}}).element("bdi", {}, actor.shown_name()).close();
  html.open("span", {{"class", "handle"}}).element("bdi", {}, "@" + actor.handle()).close();
  html.close().close();
  if (!actor.summary.empty()) {
    html.open("div", {{"class", "text"}, {"dir", "auto"}}).trusted(actor.summary).close();
  }
  write_fields(html, txn, home, actor);
  write_featured_tags(html, home, actor);
  const auto figure = [&](size_t count, const char* what) {
    html.open("li").element("strong", {}, std::to_string(count)).text(what).close();
  };
  html.open("ul", {{"class", "figures"}});
  figure(count_followers(txn, actor.id), " followers");
  figure(count_following(txn, actor.id), " following");
  html.close().close();
}

void write_pinned(Html& html, const ReadTxn& txn, const Node& node, const Actor& actor) {
  const auto pinned = pinned_posts(txn, node.home(), actor.id, Destination::anybody());
  if (pinned.empty()) return;
  html.open("section", {{"aria-labelledby", "pinned"}});
  html.element("h2", {{"id", "pinned"}}, "Pinned");
  for (const auto& post : pinned) {
    write_post(html, txn, node.home(), {.post = post, .author = actor, .now = node.now()});
  }
  html.close();
}

std::string first_image_of(const Post& post, const Actor& author) {
  if (!post.summary.empty() || post.sensitive || author.sensitized) return {};
  for (const auto& file : post.attachments) {
    if (file.type == "Image" || file.media_type.starts_with("image/")) return file.url.text();
  }
  return {};
}

}  // namespace

Result<Response> front_page(Node& node, const Call& call) {
  if (!page_files().empty() && TRY(session_of(node, call.request))) {
    auto response = redirect(303, first_page());
    response.headers.set("Cache-Control", "no-store");
    return response;
  }
  const auto txn = TRY(node.read());
  const auto& home = node.home();
  const auto people = people_of(txn);
  const auto items = latest_of(txn, home, people);
  const auto site = site_of(txn, node);
  Html html;
  html.open("section", {{"aria-labelledby", "name"}});
  html.open("h1", {{"id", "name"}}).element("bdi", {}, site.name).close();
  html.open("p", {{"class", "lead"}, {"dir", "auto"}});
  html.text(site.description.empty()
                ? "People here write, answer and share with colleagues in their own department, in "
                  "sister departments and in partner companies."
                : site.description);
  html.close().close();
  if (!people.empty()) {
    html.open("section", {{"aria-labelledby", "people"}});
    html.element("h2", {{"id", "people"}}, "People");
    write_people(html, home, people);
    html.close();
  }
  html.open("section", {{"aria-labelledby", "posts"}});
  html.element("h2", {{"id", "posts"}}, "Latest public posts");
  if (items.empty()) html.element("p", {{"class", "handle"}}, "Nothing public yet.");
  write_items(html, txn, node, items);
  html.close();
  return fresh(page_answer(node, {.description = site.description, .canonical = home.base.text()},
                           html.take()));
}

Result<Response> profile_page(Node& node, const Call& call) {
  const auto form = negotiate(call.request.headers.find("Accept"), Form::page);
  if (form == Form::activity || form == Form::linked_data) return show_actor(node, call);
  const auto params = TRY(Params::of_query(call.request));
  const auto txn = TRY(node.read());
  const auto& home = node.home();
  const auto actor = TRY(find_local_actor(txn, home, call["name"]));
  const auto items = author_timeline(txn, home, actor.id, Destination::anybody(),
                                     {.max_id = params.id("before"), .limit = kPostsAPage});
  Html html;
  write_profile(html, txn, home, actor);
  if (!params.find("before")) write_pinned(html, txn, node, actor);
  html.open("section", {{"aria-labelledby", "posts"}});
  html.element("h2", {{"id", "posts"}}, "Posts");
  if (items.empty()) html.element("p", {{"class", "handle"}}, "Nothing public here.");
  write_items(html, txn, node, items);
  if (items.size() == kPostsAPage) {
    const auto older = page_of(actor, home) + "?before=" + to_string(items.back().id);
    html.open("nav", {{"class", "more"}, {"aria-label", "Pages"}});
    html.open("a", {{"href", older}, {"rel", "next"}}).text("Older posts").close().close();
  }
  html.close();
  return fresh(page_answer(node,
                           {.title = actor.shown_name(),
                            .description = text_of_html(actor.summary),
                            .canonical = page_of(actor, home),
                            .alternate = actor.iri.text(),
                            .og_type = "profile",
                            .image = face_of(actor, home),
                            .index = actor.indexable},
                           html.take()));
}

Result<Response> post_page(Node& node, const Call& call) {
  const auto form = negotiate(call.request.headers.find("Accept"), Form::page);
  if (form == Form::activity || form == Form::linked_data) return show_object(node, call);
  const auto params = TRY(Params::of_query(call.request));
  std::optional<size_t> page;
  if (params.find("page")) page = params.id("page").value;
  const auto txn = TRY(node.read());
  const auto& home = node.home();
  const auto author = TRY(find_local_actor(txn, home, call["name"]));
  const auto post = TRY(find_public_post(txn, home, author, call["id"]));
  look_for_more(node, post);
  Html html;
  html.open("nav", {{"aria-label", "Where you are"}, {"class", "meta"}});
  html.open("p").open("a", {{"href", page_of(author, home)}}).text("All posts of ");
  html.element("bdi", {}, author.shown_name()).close().close().close();
  html.element("h1", {{"class", "skip"}}, "A post by " + author.shown_name());
  write_thread(html, txn, home, {post, post.url.text(), node.now(), page});
  return fresh(page_answer(
      node,
      {.title = author.shown_name() + ": " + excerpt_of(post, 60),
       .description = excerpt_of(post, 200),
       .language = "en",
       .canonical = page_of(post, author, home),
       .alternate = post.iri.text(),
       .oembed = home.base.text() + "api/oembed?url=" + percent_encode(page_of(post, author, home)),
       .og_type = "article",
       .image = first_image_of(post, author),
       .index = author.indexable},
      html.take()));
}

Result<Response> history_page(Node& node, const Call& call) {
  const auto txn = TRY(node.read());
  const auto& home = node.home();
  const auto author = TRY(find_local_actor(txn, home, call["name"]));
  const auto post = TRY(find_public_post(txn, home, author, call["id"]));
  Html html;
  html.element("h1", {}, "Versions");
  html.open("p").open("a", {{"href", page_of(post, author, home)}});
  html.text("The post as it is now").close().close();
  html.open("ol", {{"class", "thread"}, {"reversed", ""}});
  auto versions = versions_of(txn, home, post, Destination::anybody());
  std::ranges::reverse(versions);
  for (const auto& version : versions) {
    html.open("li").open("article", {{"class", "post"}});
    html.open("p", {{"class", "meta"}}).time(version.at).close();
    write_text(html, node.home(), version.post, node.now());
    html.close().close();
  }
  return fresh(page_answer(node,
                           {.title = "Versions of a post by " + author.shown_name(),
                            .canonical = page_of(post, author, home) + "/history",
                            .index = false},
                           html.take()));
}

}  // namespace hallway
