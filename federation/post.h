#pragma once
// Create, Update and Delete of posts: received, and done by somebody here.

#include <optional>
#include <string>
#include <vector>

#include "federation/act.h"
#include "federation/note.h"
#include "storage/posts.h"
#include "webfinger/handle.h"

namespace hallway {

// The post that a Create or an Update by `actor` carries, read before its transaction so that the
// writer need not: for Inbound::carried. Nothing where it carries none.
std::optional<Result<ReadNote>> read_carried(const Json& activity, const Actor& actor);

Result<void> receive_create(Inbound& in);
Result<void> receive_update(Inbound& in);  // of a post; of an actor it hands on to actor.h
Result<void> receive_delete(Inbound& in);  // of a post or an actor

// Sends a post of ours as it stands now to everybody it reached and to `more`, as an Update that is
// no edit: the votes of a poll, the consent to a quote.
Result<void> tell_again(Local& local, const Post& post, const std::vector<Id>& more);

// A document fetched from its own origin (a boosted post, a parent, a pasted address): stored as
// if it had been sent. Returns the post, which may have been known. Errors: invalid, forbidden
// (policy), gone (buried before). `in.actor` is the stored author; `in.activity` and `in.payload`
// are the document; a log entry is appended here. Asks for the parent by a fetch row up to `depth`
// < 20. `approval`: whether one was confirmed; conflict where it needs one as things stand now.
Result<Post> store_fetched(Inbound& in, uint32_t depth, Approval approval = Approval::unneeded);

// A mention that the author's door has resolved: what mentions_in (compose.h) found in the text,
// and whom it names. One that is not resolved stays text and reaches nobody.
struct ResolvedMention {
  Handle written;
  Id actor;
};

// A poll to be published with a post.
struct NewPoll {
  std::vector<std::string> options;
  Duration open_for{};
  bool multiple = false;
};

// Content as a program wrote it (ActivityPub §6.2), instead of what is made of the text.
struct Written {
  std::string html;                  // is sanitized
  std::vector<std::string> tags;     // normalized, without '#'
  std::vector<Mention> mentions;     // of whom this node knows
  std::optional<std::string> title;  // `name`, plain text; of an edit: absent, it stays
};

// Whom a program wrote it for, instead of what follows from the visibility: IRIs.
struct Audience {
  std::vector<std::string> to, cc, blind;
};

struct NewPost {
  std::string text;     // plain text as typed; of what is `written` its source
  std::string summary;  // content warning
  bool sensitive = false;
  std::string language;
  Visibility visibility = Visibility::public_;
  std::optional<Label> label;  // absent: by mode; never wider than what is replied to
  Id in_reply_to;
  std::vector<Attachment> attachments;
  std::vector<Id> uploads;  // of its author, to be attached behind those (storage/media.h)
  std::vector<ResolvedMention> mentions;
  std::optional<NewPoll> poll;
  Id quote;
  QuotePolicy quote_policy = QuotePolicy::unsaid;
  bool question = false;
  std::string type = "Note";  // one of note.h; with a poll it is a Question
  std::optional<Written> written;
  std::optional<Audience> audience;
  // When it was written elsewhere: it is brought here by an operator and stands at that time, and
  // nobody is told of it.
  std::optional<Time> backdated;
};
inline constexpr size_t kMostPollOptions = 20, kMostOptionCharacters = 200;
inline constexpr Duration kShortestPoll = minutes(5), kLongestPoll = days(31);

// The actors a post of ours is written for: followers where it is for them, and everybody who is
// named. Sorted.
std::vector<Id> list_recipients(const ReadTxn& txn, const Post& post);

// One transaction: object, Create, log entry, index rows, one delivery row per distinct inbox.
// Errors: invalid (empty, over 5,000 characters or 50,000 of what has a title, label wider than the
// parent's, a poll that cannot be), not_found (the parent), forbidden (may not see the parent; has
// moved away).
Result<Post> publish(Local& local, const NewPost& fresh);
// By its author only. Errors: not_found, forbidden, invalid, gone.
struct PostEdit {
  std::string text, summary;
  bool sensitive = false;
  std::string language;
  std::vector<ResolvedMention> mentions;
  std::optional<std::vector<Attachment>> attachments;  // absent: they stay
  std::optional<Written> written;
  bool keeps_audience = false;   // whom it is for does not follow from the text
  std::optional<bool> question;  // absent: it stays what it is
};
Result<Post> edit_post(Local& local, Id post, const PostEdit& edit);
// An edit of its files alone.
Result<Post> edit_files(Local& local, Id post, const std::vector<Attachment>& files);
Result<Post> delete_post(Local& local, Id post);

}  // namespace hallway
