#include "server/social/upload.h"

#include "federation/attachment.h"
#include "federation/html.h"
#include "federation/note.h"
#include "server/node.h"
#include "server/oauth/scopes.h"
#include "server/params.h"
#include "server/social/submission.h"
#include "server/social/writing.h"
#include "server/uploads.h"

namespace hallway::social {
namespace {

Result<Json> object_in(const Params& params) {
  const auto said = params.find("object");
  if (!said || said->empty()) return Json(Json::object());
  auto object = TRY(parse_json(*said));
  if (!object.is_object()) return fail(Code::invalid, "the part object is no JSON object");
  return object;
}

bool is_addressed(const Json& object) {
  for (const auto* key : {"to", "cc", "bto", "bcc", "audience"}) {
    if (!find_list(object, key).empty()) return true;
  }
  return false;
}

// What it is called where nobody says what it shows.
std::string description_of(const Json& object) {
  return text_of_html(find_text(object, find_member(object, "name") ? "name" : "summary"));
}

Response made(const Json& object, std::string_view at) {
  auto shown = object;
  shown["@context"] = "https://www.w3.org/ns/activitystreams";
  auto response = text_answer(201, kActivityType, dump_json(shown));
  response.headers.set("Location", std::string(at));
  return response;
}

Result<Response> post_it(Node& node, const api::Caller& caller, Json object, const Json& file) {
  if (!has_scope(caller.scopes, "write:statuses")) {
    return fail(Code::forbidden,
                "This action is outside the authorized scopes: it needs write:statuses");
  }
  const auto type = type_of(object);
  if (type == "Note" || type == "Article" || type == "Page") {
    object["attachment"] = Json::array({file});
  } else {
    object["url"] = Json::array({{{"type", "Link"},
                                  {"href", *find_string(file, "url")},
                                  {"mediaType", find_string(file, "mediaType").value_or("")}}});
  }
  Json activity{{"type", "Create"}, {"object", std::move(object)}};
  const Submission submission{
      .node = node, .caller = caller, .type = "Create", .activity = std::move(activity)};
  const auto id = TRY(create(submission));
  const auto txn = TRY(node.read());
  const auto seq = find_seen(txn, id.text());
  const auto create = TRY(parse_json(seq ? find_payload(txn, *seq).value_or("{}") : "{}"));
  const auto* posted = find_member(create, "object");
  const auto at = find_iri(create, "object");
  if (!posted || !at) return fail(Code::internal, "the post that was made cannot be read");
  return made(*posted, at->text());
}

}  // namespace

Result<Response> upload_for_program(Node& node, const Call& call) {
  const auto caller = TRY(owner_of(node, call, "write write:media"));
  const auto params = TRY(Params::of(call.request));
  const auto bytes = params.file("file");
  if (!bytes) return fail(Code::invalid, "the part file is missing");
  auto object = TRY(object_in(params));
  const auto media =
      TRY(accept_upload(node, caller.actor.id,
                        {.bytes = *bytes, .description = description_of(object), .at_once = true}));
  if (media.state != MediaState::ready) {
    return fail(Code::invalid, media.why.empty() ? "the file could not be read" : media.why);
  }
  const auto file = attachment_json(media.attachment);
  if (is_post_type(type_of(object)) && is_addressed(object)) {
    return post_it(node, caller, std::move(object), file);
  }
  auto shown = file;
  shown["id"] = media.attachment.url.text();
  return made(shown, media.attachment.url.text());
}

}  // namespace hallway::social
