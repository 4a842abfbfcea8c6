#include "server/me.h"

#include "federation/follow.h"
#include "federation/post.h"
#include "federation/react.h"
#include "federation/timeline.h"
#include "federation/vote.h"
#include "server/deeds.h"
#include "server/draft.h"
#include "server/html_page.h"
#include "server/node.h"
#include "server/page.h"
#include "server/post_view.h"
#include "server/session.h"
#include "server/shown_notification.h"
#include "server/uploads.h"
#include "storage/follows.h"

namespace hallway {
namespace {

constexpr size_t kPostsAPage = 20, kNotifications = 10;
constexpr size_t kMostLookedAt = 200;  // notifications, hidden ones among them

// What a page is made of, once somebody is known to be signed in.
struct Desk {
  Node& node;
  const ReadTxn& txn;
  const Session& session;
  Html& html;
};

void write_token(Desk& desk) { write_form_token(desk.html, desk.session); }

void write_greeting(Desk& desk) {
  auto& html = desk.html;
  const auto& actor = desk.session.person.actor;
  html.open("section", {{"class", "card me"}});
  html.open("h1").element("bdi", {}, actor.shown_name()).close();
  html.open("p", {{"class", "handle"}})
      .link(page_of(actor, desk.node.home()), "@" + actor.handle());
  html.close();
  html.open("form", {{"method", "post"}, {"action", "/sign-out"}});
  write_token(desk);
  html.element("button", {}, "Sign out").close();
  html.open("p").link("/me/access", "Where you are signed in").close();
  if (first_page() != "/me") html.open("p").link(first_page(), "The page with script").close();
  html.close();
}

void write_choice(Html& html, std::string_view value, std::string_view words, bool chosen) {
  html.element("option", {{"value", value}, {chosen ? "selected" : "", ""}}, words);
}

void write_visibility(Html& html, Visibility first) {
  html.open("label").text("Who may read it");
  html.open("select", {{"name", "visibility"}});
  write_choice(html, "public", "Everybody there", first == Visibility::public_);
  write_choice(html, "unlisted", "Everybody there, but not listed", first == Visibility::unlisted);
  write_choice(html, "private", "My followers", first == Visibility::followers);
  write_choice(html, "direct", "Only those I mention", first == Visibility::direct);
  html.close().close();
}

// An answer goes no further than what it answers, so no more is offered.
void write_labels(Html& html, Label first, Label widest) {
  html.open("label").text("How far it may go");
  html.open("select", {{"name", "label"}});
  for (const auto label :
       {Label::department, Label::organization, Label::partners, Label::public_}) {
    if (label <= widest) write_choice(html, name_of(label), words_for(label), label == first);
  }
  html.close().close();
}

std::optional<Post> answered_post(Desk& desk, Id id) {
  auto post = find_post(desk.txn, id);
  const auto me = Destination::to_person(desk.session.person.actor.id);
  if (!post || post->gone || !may_flow(desk.txn, desk.node.home(), *post, me)) return std::nullopt;
  return post;
}

// What stands in the form already: what was sent and refused, for it to be mended and sent again;
// else what was shared, or whom an answer is to.
struct Begun {
  bool refused = false;
  Id reply;
  std::string text, warning, description;
  std::optional<Visibility> visibility;
  std::optional<Label> label;
};

Begun begun_in(const Params& params) {
  if (!params.find("text")) return {.reply = params.id("reply"), .text = params.text("write")};
  return {.refused = true,
          .reply = params.id("in_reply_to"),
          .text = params.text("text"),
          .warning = params.text("content_warning"),
          .description = params.text("description"),
          .visibility = parse_visibility(params.text("visibility")),
          .label = parse_label(params.text("label"))};
}

void write_words(Html& html, const std::string& text, const std::string& warning) {
  html.open("label").text("What do you want to say?");
  html.element("textarea", {{"name", "text"}, {"rows", "4"}, {"dir", "auto"}}, text);
  html.close();
  html.open("label").text("Content warning").element("small", {}, "Shown instead, until opened");
  html.empty("input", {{"name", "content_warning"}, {"dir", "auto"}, {"value", warning}});
  html.close();
}

void write_file_choice(Html& html, const std::string& words) {
  html.open("label").text("A picture, film or sound");
  html.empty("input", {{"type", "file"}, {"name", "file"}, {"accept", "image/*,video/*,audio/*"}});
  html.close();
  html.open("label").text("What is on it");
  html.element("small", {}, "For colleagues who cannot see or hear it");
  html.empty("input", {{"name", "description"}, {"dir", "auto"}, {"value", words}});
  html.close();
}

void write_compose(Desk& desk, Begun begun) {
  auto& html = desk.html;
  const auto parent = answered_post(desk, begun.reply);
  const auto author = parent ? find_actor(desk.txn, parent->author) : std::nullopt;
  html.open("section", {{"class", "card"}, {"id", "compose"}, {"aria-label", "Write"}});
  html.open("form",
            {{"method", "post"}, {"action", "/me/post"}, {"enctype", "multipart/form-data"}});
  write_token(desk);
  if (author) {
    html.open("p").text("In answer to ").element("bdi", {}, "@" + author->handle()).close();
    html.empty("input",
               {{"type", "hidden"}, {"name", "in_reply_to"}, {"value", to_string(parent->id)}});
    if (!begun.refused && author->id != desk.session.person.actor.id) {
      begun.text = "@" + author->handle() + " " + begun.text;
    }
  }
  write_words(html, begun.text, begun.warning);
  write_file_choice(html, begun.description);
  const auto widest = parent ? parent->label : Label::public_;
  write_labels(html, std::min(begun.label.value_or(desk.node.home().default_label()), widest),
               widest);
  write_visibility(html,
                   begun.visibility.value_or(parent ? parent->visibility : Visibility::public_));
  html.element("button", {}, author ? "Answer" : "Post").close().close();
}

void write_follow_form(Desk& desk) {
  auto& html = desk.html;
  html.open("section", {{"class", "card"}, {"aria-label", "Follow"}});
  html.open("form", {{"method", "post"}, {"action", "/me/follow"}});
  write_token(desk);
  html.open("label").text("Follow somebody");
  html.element("small", {}, "@name@domain, here or elsewhere");
  html.empty("input", {{"name", "handle"}, {"autocapitalize", "none"}, {"required", ""}});
  html.close();
  html.element("button", {}, "Follow").close().close();
}

std::string_view words_for(NotificationType type) {
  switch (type) {
    case NotificationType::mention: return " mentioned you";
    case NotificationType::follow: return " follows you";
    case NotificationType::follow_request: return " asks to follow you";
    case NotificationType::reaction: return " liked your post";
    case NotificationType::boost: return " boosted your post";
    case NotificationType::update: return " edited a post";
    case NotificationType::post: return " posted";
    case NotificationType::poll: return ": a poll has ended";
    case NotificationType::emoji: return " reacted to your post";
    case NotificationType::sign_up: return " signed up";
    case NotificationType::report: return " reported somebody";
    case NotificationType::accepted: return " accepted your answer";
    case NotificationType::asked: return " asks something that you may know";
  }
  return "";
}

void write_notification(Desk& desk, const Notification& one, const ShownNotification& shown) {
  auto& html = desk.html;
  const auto& home = desk.node.home();
  const auto& actor = shown.actor;
  const auto& post = shown.post;
  html.open("li").open("bdi").link(page_of(actor, home), actor.shown_name()).close();
  html.text(words_for(one.type));
  if (const auto author = post ? find_actor(desk.txn, post->author) : std::nullopt) {
    html.text(": ").open("span", {{"dir", "auto"}});
    html.link(page_of(*post, *author, home), "“" + excerpt_of(*post, 80) + "”").close();
  }
  html.text(" ").open("span", {{"class", "meta"}}).time(one.at).close().close();
}

void write_notifications(Desk& desk) {
  auto& html = desk.html;
  size_t count = 0, looked_at = 0;
  html.open("section", {{"class", "card"}, {"aria-labelledby", "news"}});
  html.element("h2", {{"id", "news"}}, "Notifications");
  html.open("ul");
  scan_notifications(desk.txn, desk.session.person.actor.id, Id{}, [&](const Notification& one) {
    const auto shown = find_shown(desk.txn, desk.node.home(), one);
    if (shown) write_notification(desk, one, *shown);
    if (shown) ++count;
    return count < kNotifications && ++looked_at < kMostLookedAt;
  });
  html.close();
  if (count == 0) html.element("p", {{"class", "handle"}}, "Nothing yet.");
  html.close();
}

void write_timeline(Desk& desk, Id before) {
  auto& html = desk.html;
  const auto items =
      home_timeline(desk.txn, desk.node.home(), desk.session.person.actor.id,
                    {.max_id = before, .limit = kPostsAPage}, &desk.node.home_cache());
  html.open("section", {{"aria-labelledby", "home"}});
  html.element("h2", {{"id", "home"}}, "Home");
  if (items.empty()) {
    html.element("p", {{"class", "handle"}},
                 "Nothing here. Follow somebody, and what they write comes here.");
  }
  for (const auto& item : items) {
    const auto author = find_actor(desk.txn, item.post.author);
    if (!author) continue;
    const auto booster = item.boost ? find_actor(desk.txn, item.boost->actor) : std::nullopt;
    write_post(html, desk.txn, desk.node.home(),
               {.post = item.post,
                .author = *author,
                .now = desk.node.now(),
                .booster = booster ? &*booster : nullptr});
    write_actions(html, desk.txn, desk.session, item.post, desk.node.now());
  }
  if (items.size() == kPostsAPage) {
    html.open("p", {{"class", "more"}});
    html.link("/me?before=" + to_string(items.back().id), "Older").close();
  }
  html.close();
}

Result<Response> my_page_for(Node& node, const Session& session, const Params& params,
                             const std::string& wrong, int status) {
  const auto txn = TRY(node.read());
  Html html;
  Desk desk{node, txn, session, html};
  if (!wrong.empty()) html.element("p", {{"class", "wrong"}, {"role", "alert"}}, wrong);
  write_greeting(desk);
  write_compose(desk, begun_in(params));
  write_follow_form(desk);
  write_notifications(desk);
  write_timeline(desk, params.id("before"));
  auto response = page_answer(node, {.title = "Home", .form_action = "'self'", .index = false},
                              html.take(), status);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

using Deed = Result<void> (*)(Node& node, const Actor& actor, const Params& params);

// Does what a form asks, then shows the page again; what went wrong stands at its top.
Result<Response> do_from_page(Node& node, const Call& call, Deed deed) {
  const auto session = TRY(session_of(node, call.request));
  if (!session) return to_sign_in("/me");
  const auto params = TRY(Params::of(call.request));
  TRY(check_form(*session, params));
  const auto done = deed(node, session->person.actor, params);
  if (done.ok()) return redirect(303, "/me");
  const auto& error = done.error();
  if (error.code == Code::corrupt || error.code == Code::internal) return error;
  return my_page_for(node, *session, params, error.what, status_of(error.code, Area::page));
}

// Made ready while its sender waits; kept for a day where the post is refused.
Result<std::vector<Id>> files_in(Node& node, const Actor& actor, const Params& params) {
  const auto file = params.file("file");
  if (!file) return std::vector<Id>();
  const Upload upload{.bytes = *file, .description = params.text("description"), .at_once = true};
  return std::vector{TRY(accept_upload(node, actor.id, upload)).id};
}

Result<void> write_new_post(Node& node, const Actor& actor, const Params& params) {
  NewPost fresh{.text = params.text("text"), .summary = params.text("content_warning")};
  fresh.sensitive = !fresh.summary.empty();
  fresh.language = default_language(node);
  fresh.in_reply_to = params.id("in_reply_to");
  const auto visibility = parse_visibility(params.text("visibility"));
  if (!visibility) return fail(Code::invalid, "choose who may read it");
  fresh.visibility = *visibility;
  fresh.label = parse_label(params.text("label"));
  if (!fresh.label) return fail(Code::invalid, "choose how far it may go");
  fresh.mentions = resolve_mentions(node, fresh.text);
  fresh.uploads = TRY(files_in(node, actor, params));
  TRY(node.act_as(actor, [&](Local& local) { return publish(local, fresh); }));
  return {};
}

Result<void> follow_handle(Node& node, const Actor& actor, const Params& params) {
  auto text = params.text("handle");
  if (text.find('@', 1) == std::string::npos) text += "@" + node.home().domain.text();
  const auto target = TRY(node.resolver().resolve(TRY(Handle::parse(text))));
  TRY(node.act_as(actor, [&](Local& local) { return follow(local, target.id); }));
  return {};
}

Result<void> like_shown(Node& node, const Actor& actor, const Params& params) {
  return node.act_as(actor, [&](Local& local) { return like(local, params.id("post")); });
}

Result<void> react_to_shown(Node& node, const Actor& actor, const Params& params) {
  const Id post = params.id("post");
  const auto emoji = params.text("emoji");
  return node.act_as(actor, [&](Local& local) {
    const bool done = find_reaction(local.txn, post, actor.id, emoji).has_value();
    return done ? unreact(local, post, emoji) : react(local, post, emoji);
  });
}

Result<void> boost_shown(Node& node, const Actor& actor, const Params& params) {
  TRY(node.act_as(actor, [&](Local& local) { return boost(local, params.id("post")); }));
  return {};
}

Result<void> vote_in_shown(Node& node, const Actor& actor, const Params& params) {
  std::vector<size_t> choices;
  for (const auto text : params.find_all("choice")) {
    choices.push_back(parse_id(text).value_or(Id{UINT64_MAX}).value);
  }
  return node.act_as(actor, [&](Local& local) { return vote(local, params.id("post"), choices); });
}

}  // namespace

Result<Response> my_page(Node& node, const Call& call) {
  const auto session = TRY(session_of(node, call.request));
  if (!session) return to_sign_in(call.request.target);
  return my_page_for(node, *session, TRY(Params::of_query(call.request)), "", 200);
}

Result<Response> post_from_page(Node& node, const Call& call) {
  return do_from_page(node, call, write_new_post);
}
Result<Response> follow_from_page(Node& node, const Call& call) {
  return do_from_page(node, call, follow_handle);
}
Result<Response> vote_from_page(Node& node, const Call& call) {
  return do_from_page(node, call, vote_in_shown);
}
Result<Response> like_from_page(Node& node, const Call& call) {
  return do_from_page(node, call, like_shown);
}
Result<Response> react_from_page(Node& node, const Call& call) {
  return do_from_page(node, call, react_to_shown);
}
Result<Response> boost_from_page(Node& node, const Call& call) {
  return do_from_page(node, call, boost_shown);
}

}  // namespace hallway
