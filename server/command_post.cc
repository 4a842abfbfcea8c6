// hallway post, follow, timeline, like, boost: the least that scripts and the demo need to speak as
// somebody.

#include <fstream>

#include "federation/follow.h"
#include "federation/html.h"
#include "federation/post.h"
#include "federation/react.h"
#include "federation/timeline.h"
#include "server/commands.h"
#include "server/draft.h"
#include "server/media_files.h"
#include "server/node.h"
#include "server/people.h"
#include "storage/values/crypto.h"

namespace hallway {
namespace {

constexpr Argument kAs = {"--as", "as", "The account that does it", true};
constexpr Argument kPost = {"POST", "post", "The post's id here, or its address", true};

Result<Actor> actor_argument(Node& node, const Json& arguments) {
  const auto name = TRY(text_argument(arguments, "as"));
  const auto txn = TRY(node.read());
  return TRY(find_active_person(txn, name)).actor;
}

// By id, by IRI, or by asking where it comes from.
Result<Id> post_named(Node& node, const std::string& text) {
  if (const auto id = parse_id(text); id.ok()) return *id;
  const auto iri = Iri::parse(text);
  if (!iri.ok())
    return fail(Code::invalid, "\"" + text + "\" is neither the id nor the address of a post");
  {
    const auto txn = TRY(node.read());
    if (const auto known = find_post(txn, *iri)) return known->id;
  }
  const auto found = TRY(node.resolver().resolve_address(*iri));
  if (!found.post) return fail(Code::not_found, text + " is no post");
  return *found.post;
}

Result<void> read_audience(const Json& arguments, NewPost& fresh) {
  const auto visibility = text_argument_or(arguments, "visibility", "public");
  const auto label = text_argument_or(arguments, "label", "");
  if (visibility == "local") {
    fresh.label = Label::department;
  } else {
    const auto parsed = parse_visibility(visibility == "followers" ? "private" : visibility);
    if (!parsed) {
      return fail(Code::invalid,
                  "\"" + visibility +
                      "\" is no visibility; there are public, unlisted, private, direct, local");
    }
    fresh.visibility = *parsed;
  }
  if (label.empty()) return {};
  fresh.label = parse_label(label);
  if (!fresh.label) {
    return fail(
        Code::invalid,
        "\"" + label + "\" is no label; there are department, organization, partners, public");
  }
  return {};
}

Result<NewPost> read_post(Node& node, const Json& arguments) {
  NewPost fresh{.text = TRY(text_argument(arguments, "text")),
                .summary = text_argument_or(arguments, "cw", "")};
  fresh.sensitive = !fresh.summary.empty();
  fresh.language = text_argument_or(arguments, "language", default_language(node));
  TRY(read_audience(arguments, fresh));
  const auto parent = text_argument_or(arguments, "reply_to", "");
  if (!parent.empty()) fresh.in_reply_to = TRY(post_named(node, parent));
  const auto image = text_argument_or(arguments, "image_bytes", "");
  if (!image.empty()) {
    const auto png = TRY(parse_base64(image));
    fresh.attachments.push_back(
        TRY(keep_picture(node, png, text_argument_or(arguments, "alt", ""))));
  }
  fresh.mentions = resolve_mentions(node, fresh.text);
  return fresh;
}

Json post_json(const Post& post) {
  return {{"id", to_string(post.id)}, {"iri", post.iri.text()}, {"url", post.url.text()}};
}

Result<Json> post(Node& node, const Json& arguments) {
  const auto actor = TRY(actor_argument(node, arguments));
  const auto fresh = TRY(read_post(node, arguments));
  return post_json(TRY(node.act_as(actor, [&](Local& local) { return publish(local, fresh); })));
}

// The file is read where the command is given; the node may run elsewhere on the machine.
Result<void> read_image(Json& arguments) {
  arguments.erase("image_bytes");
  const auto path = text_argument_or(arguments, "image", "");
  if (path.empty()) return {};
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(Code::not_found, path + " cannot be read");
  const std::string bytes(std::istreambuf_iterator<char>(file), {});
  arguments["image_bytes"] = base64(bytes);
  return {};
}

Result<Json> follow_somebody(Node& node, const Json& arguments) {
  const auto actor = TRY(actor_argument(node, arguments));
  auto text = TRY(text_argument(arguments, "handle"));
  if (text.find('@', 1) == std::string::npos) text += "@" + node.home().domain.text();
  const auto target = TRY(node.resolver().resolve(TRY(Handle::parse(text))));
  const auto made = TRY(node.act_as(actor, [&](Local& local) { return follow(local, target.id); }));
  return Json{{"follower", "@" + actor.handle()},
              {"followee", "@" + target.handle()},
              {"state", made.state == FollowState::accepted ? "accepted" : "pending"}};
}

std::string print_follow(const Json& answer) {
  const auto get = [&](std::string_view key) { return text_argument_or(answer, key, ""); };
  return get("follower") + " follows " + get("followee") + " (" + get("state") + ")";
}

Json item_json(const ReadTxn& txn, const TimelineItem& item) {
  const auto author = find_actor(txn, item.post.author);
  Json shown{{"id", to_string(item.post.id)},
             {"iri", item.post.iri.text()},
             {"author", author ? "@" + author->handle() : ""},
             {"published", to_rfc3339(item.post.published)},
             {"visibility", name_of(item.post.visibility)},
             {"label", name_of(item.post.label)},
             {"content_warning", item.post.summary},
             {"in_reply_to", item.post.in_reply_to.text()},
             {"text", text_of_html(item.post.content)}};
  if (item.boost) {
    const auto booster = find_actor(txn, item.boost->actor);
    shown["boosted_by"] = booster ? "@" + booster->handle() : "";
  }
  return shown;
}

Result<Json> timeline(Node& node, const Json& arguments) {
  const auto actor = TRY(actor_argument(node, arguments));
  const auto limit = find_int(arguments, "limit").value_or(20);
  if (limit < 1 || limit > 1'000) return fail(Code::invalid, "--limit takes 1 to 1000");
  const auto txn = TRY(node.read());
  Json items = Json::array();
  for (const auto& item :
       home_timeline(txn, node.home(), actor.id, {.limit = static_cast<size_t>(limit)})) {
    items.push_back(item_json(txn, item));
  }
  return Json{{"items", std::move(items)}};
}

std::string print_timeline(const Json& answer) {
  std::string text;
  for (const auto* item : find_list(answer, "items")) {
    const auto get = [&](std::string_view key) { return text_argument_or(*item, key, ""); };
    text += get("published") + "  " + get("author");
    if (!get("boosted_by").empty()) text += ", boosted by " + get("boosted_by");
    text += "  " + get("iri") + "\n";
    if (!get("content_warning").empty()) text += "    [" + get("content_warning") + "]\n";
    std::string body = get("text");
    for (size_t at = 0; (at = body.find('\n', at)) != std::string::npos; at += 5) {
      body.replace(at, 1, "\n    ");
    }
    text += "    " + body + "\n";
  }
  return text.empty() ? "Nothing yet.\n" : text;
}

Result<Json> like_post(Node& node, const Json& arguments) {
  const auto actor = TRY(actor_argument(node, arguments));
  const auto id = TRY(post_named(node, TRY(text_argument(arguments, "post"))));
  TRY(node.act_as(actor, [&](Local& local) { return like(local, id); }));
  return Json{{"id", to_string(id)}};
}

Result<Json> boost_post(Node& node, const Json& arguments) {
  const auto actor = TRY(actor_argument(node, arguments));
  const auto id = TRY(post_named(node, TRY(text_argument(arguments, "post"))));
  const auto made = TRY(node.act_as(actor, [&](Local& local) { return boost(local, id); }));
  return Json{{"id", to_string(id)}, {"iri", made.iri.text()}};
}

}  // namespace

std::vector<Command> post_commands() {
  return {
      {.name = "post",
       .sentence = "Publish a post and print its address",
       .arguments = {{"TEXT", "text", "What it says", true},
                     kAs,
                     kDataOption,
                     {"--visibility", "visibility", "public, unlisted, private, direct or local"},
                     {"--label", "label", "department, organization, partners or public"},
                     {"--reply-to", "reply_to", "Id or address of the post it answers"},
                     {"--cw", "cw", "A content warning"},
                     {"--language", "language", "As in en or pt-BR"},
                     {"--image", "image", "A PNG file to attach"},
                     {"--alt", "alt", "What the picture shows, for those who cannot see it"}},
       .run = post,
       .print = [](const Json& answer) { return text_argument_or(answer, "iri", ""); },
       .prepare = read_image},
      {.name = "follow",
       .sentence = "Follow somebody, here or elsewhere",
       .arguments = {{"HANDLE", "handle", "@name@domain; @name for somebody here", true},
                     kAs,
                     kDataOption},
       .run = follow_somebody,
       .print = print_follow},
      {.name = "timeline",
       .sentence = "Print somebody's home timeline, newest first",
       .arguments = {kAs,
                     kDataOption,
                     {"--limit", "limit", "How many posts; 20", false, ArgumentKind::number}},
       .run = timeline,
       .print = print_timeline},
      {.name = "like",
       .sentence = "Like a post",
       .arguments = {kPost, kAs, kDataOption},
       .run = like_post,
       .print = [](const Json&) { return std::string("Liked"); }},
      {.name = "boost",
       .sentence = "Boost a post to one's followers",
       .arguments = {kPost, kAs, kDataOption},
       .run = boost_post,
       .print = [](const Json&) { return std::string("Boosted"); }}};
}

}  // namespace hallway
