#include "server/social/writing.h"

#include <algorithm>

#include "federation/actor.h"
#include "federation/html.h"
#include "federation/note.h"
#include "federation/other_object.h"
#include "federation/plain_text.h"
#include "federation/vote.h"
#include "server/node.h"
#include "server/social/read_post.h"

namespace hallway::social {
namespace {

constexpr size_t kMostFields = 50, kLongestField = 500, kLongestName = 200, kLongestSummary = 5'000;

Result<Iri> publish_post(const Submission& submission) {
  auto fresh = TRY(read_new_post(submission));
  const auto post =
      TRY(submission.node.act_as(submission.caller.actor, [&](Local& local) -> Result<Post> {
        auto with_files = fresh;
        auto files = files_of(submission, local.txn);
        with_files.attachments = std::move(files.others);
        for (auto& file : files.uploads) {
          TRY(put_media(local.txn, file, local.now));
          with_files.uploads.push_back(file.id);
        }
        return publish(local, with_files);
      }));
  return Iri::parse(post.iri.text() + "/activity");
}

// A vote is a Note with a name and no content (vote.h).
Result<Iri> give_vote(const Submission& submission) {
  const auto& object = submission.object();
  const auto parents = find_list(object, "inReplyTo");
  const auto poll = TRY(post_named(submission, parents.empty() ? Json() : *parents.front()));
  const auto name = std::string(find_string(object, "name").value_or(""));
  const auto count = [&](Local& local) -> Result<void> {
    const auto post = find_post(local.txn, poll);
    if (!post || !post->poll) return fail(Code::not_found, "no such poll");
    const auto& options = post->poll->options;
    const auto chosen = std::ranges::find(options, name, &PollOption::title);
    if (chosen == options.end()) return fail(Code::invalid, "the poll has no such option");
    return vote(local, poll, {static_cast<size_t>(chosen - options.begin())});
  };
  return do_and_name(submission, "Create", count, [&](const Local& local) {
    // Of a poll here nothing is written down for others.
    const auto post = find_post(local.txn, poll);
    return post ? post->iri : Iri();
  });
}

Result<Iri> named(Result<Recorded> recorded) {
  if (!recorded.ok()) return recorded.error();
  return std::move(recorded->id);
}

using ObjectAct = Result<Recorded> (*)(Local&, const Iri&, OtherWish);

Result<Iri> change_object(const Submission& submission, const Iri& id, ObjectAct act) {
  const auto audience = audience_of(submission);
  return submission.node.act_as(submission.caller.actor, [&](Local& local) {
    return named(act(local, id, {submission.activity, audience}));
  });
}

// A post of theirs, or nothing: then it may be another object.
std::optional<Post> own_post(const Submission& submission, const Iri& id) {
  const auto txn = submission.node.read();
  auto post = txn.ok() ? find_post(*txn, id) : std::nullopt;
  return post && post->author == submission.caller.actor.id ? std::move(post) : std::nullopt;
}

Result<Iri> picture_in(const Submission& submission, std::string_view key) {
  const auto list = find_list(submission.object(), key);
  if (list.empty()) return Iri();
  const auto url =
      list.front()->is_object() ? find_iri(*list.front(), "url") : iri_of(*list.front());
  if (url && submission.node.home().owns(*url)) return *url;
  return fail(Code::invalid,
              std::string(key) + " is no picture of this node: give it to uploadMedia first");
}

Result<std::vector<Field>> fields_in(const Json& object) {
  std::vector<Field> fields;
  for (const auto* one : find_list(object, "attachment")) {
    if (type_of(*one) != "PropertyValue" || fields.size() == kMostFields) continue;
    const auto name = text_of_html(find_text(*one, "name"));
    const auto value = find_text(*one, "value");
    if (name.size() > kLongestField || value.size() > kLongestField) {
      return fail(Code::invalid, "a field of a profile holds at most 500 bytes");
    }
    if (!name.empty()) fields.push_back({clean_text(name), sanitize_html(value)});
  }
  return fields;
}

Result<ProfileChange> profile_in(const Submission& submission) {
  const auto& object = submission.object();
  ProfileChange change{.locked = find_bool(object, "manuallyApprovesFollowers"),
                       .discoverable = find_bool(object, "discoverable"),
                       .indexable = find_bool(object, "indexable")};
  if (object.contains("name")) change.display_name = text_of_html(find_text(object, "name"));
  if (object.contains("summary")) change.summary = text_of_html(find_text(object, "summary"));
  if (change.display_name && change.display_name->size() > kLongestName) {
    return fail(Code::invalid, "a display name holds at most 200 bytes");
  }
  if (change.summary && change.summary->size() > kLongestSummary) {
    return fail(Code::invalid, "a summary of oneself holds at most 5,000 bytes");
  }
  if (object.contains("attachment")) change.fields = TRY(fields_in(object));
  if (object.contains("icon")) change.icon = TRY(picture_in(submission, "icon"));
  if (object.contains("image")) change.header = TRY(picture_in(submission, "image"));
  return change;
}

Result<Iri> update_self(const Submission& submission) {
  const auto change = TRY(profile_in(submission));
  return do_and_name(submission, "Update", [&](Local& local) -> Result<void> {
    auto own = change;
    // Those that the document has besides theirs come back with it.
    if (own.fields) leave_out_work(*own.fields, local.actor.work);
    TRY(update_profile(local, own));
    return {};
  });
}

Result<Iri> id_of(const Submission& submission) {
  auto id = iri_of(submission.object());
  if (!id) return fail(Code::invalid, "the object has no id that is an http(s) address");
  return *std::move(id);
}

}  // namespace

Result<Iri> create(const Submission& submission) {
  const auto& object = submission.object();
  if (!object.is_object()) return fail(Code::invalid, "a Create carries its object");
  if (is_vote(object)) return give_vote(submission);
  const auto type = type_of(object);
  // An Event has times, which what people type has not; it goes out as it is.
  if (is_post_type(type) && type != "Event") return publish_post(submission);
  const auto audience = audience_of(submission);
  return submission.node.act_as(submission.caller.actor, [&](Local& local) {
    return named(create_object(local, {submission.activity, audience}));
  });
}

Result<Iri> update(const Submission& submission) {
  const auto id = TRY(id_of(submission));
  if (!submission.object().is_object()) return fail(Code::invalid, "an Update carries its object");
  if (id == submission.caller.actor.iri) return update_self(submission);
  const auto post = own_post(submission, id);
  if (!post) return change_object(submission, id, update_object);
  const auto edit = TRY(read_edit(submission, *post));
  return do_and_name(submission, "Update", [&](Local& local) -> Result<void> {
    TRY(edit_post(local, post->id, edit));
    return {};
  });
}

Result<Iri> remove(const Submission& submission) {
  const auto id = TRY(id_of(submission));
  if (id == submission.caller.actor.iri) {
    return fail(Code::forbidden, "an account is closed by whoever runs the node");
  }
  const auto post = own_post(submission, id);
  if (!post) return change_object(submission, id, delete_object);
  return do_and_name(submission, "Delete", [&](Local& local) -> Result<void> {
    TRY(delete_post(local, post->id));
    return {};
  });
}

}  // namespace hallway::social
