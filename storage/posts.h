#pragma once
// Posts: whatever people write and others answer. A deleted post stays as a tombstone.

#include <optional>
#include <string>
#include <vector>

#include "storage/emoji.h"
#include "storage/poll.h"
#include "storage/store.h"
#include "storage/values/iri.h"
#include "storage/values/time.h"

namespace hallway {

enum class Visibility : uint8_t { public_, unlisted, followers, direct };
// How far a post may travel, in growing order; addressing narrows it, never widens it.
enum class Label : uint8_t { department, organization, partners, public_ };

std::string_view name_of(Visibility visibility);  // "public", "unlisted", "private", "direct"
std::string_view name_of(Label label);  // "department", "organization", "partners", "public"
std::optional<Visibility> parse_visibility(std::string_view text);
std::optional<Label> parse_label(std::string_view text);

// Of what a post quotes: whether its author let it (FEP-044f).
enum class QuoteState : uint8_t { pending, accepted, rejected, revoked };
// Who may quote a post.
enum class QuotePolicy : uint8_t { unsaid, anybody, followers, nobody };

// Of an answer, by the author whom it answers (federation/held_answers.h). While it is lacking
// nobody sees the answer.
enum class Approval : uint8_t { unneeded, lacking, given };

// What is said in a film or a recording, as WebVTT.
struct Caption {
  std::string language;  // BCP 47
  std::string label;     // by which people choose it
  Iri url;
  bool operator==(const Caption&) const = default;
};

struct Attachment {
  std::string type = "Document", media_type;  // "Link": a page that the post is about
  Iri url;
  std::string name;  // alternative text
  std::string blurhash;
  uint32_t width = 0, height = 0;
  float focal_x = 0, focal_y = 0;
  Iri preview;  // a picture that stands for it: of a video, of a linked page
  Id id;        // of ours: what it was uploaded as (storage/media.h)
  Duration duration;
  uint32_t preview_width = 0, preview_height = 0;
  bool loop = false;              // a film without sound that was an animated picture
  std::vector<Caption> captions;  // of a film or sound: one of each language
};

struct Mention {
  Iri iri;
  std::string name;  // as in the text
};

struct Post {
  Id id;
  Iri iri;
  Id author;
  std::string type = "Note";
  std::string content;  // sanitized HTML
  std::string title;
  std::string summary;  // content warning
  bool sensitive = false;
  std::string language;
  Iri url;
  Iri in_reply_to;
  Id parent;
  Id context;  // the thread's first known post; itself where it starts one
  Time published, updated;
  Visibility visibility = Visibility::public_;
  Label label = Label::public_;
  std::vector<std::string> to, cc;  // IRIs
  std::vector<Mention> mentions;
  std::vector<std::string> tags;   // normalized, without '#'
  std::vector<std::string> links;  // addresses of pages that it leads to, without fragments
  std::vector<Attachment> attachments;
  bool local = false;
  bool gone = false;
  Time gone_at;
  uint64_t document = 0;  // log sequence number of the payload that carries it
  std::string source;
  std::string conversation;
  std::vector<uint64_t> earlier;  // documents that edits replaced; update_post keeps it
  Iri replies;                    // of somebody else's: the collection of its replies
  uint32_t replies_there = 0;     // how many its origin says there are
  Time looked;                    // of a thread's first: when its origin was last asked for more
  Time starts, ends;              // an Event's
  std::string place;              // where an Event is, plain text
  std::optional<Poll> poll;       // a Question's
  std::vector<Emoji> emojis;      // in title, summary, content and options
  Iri quote, quote_consent;       // what it quotes, and the QuoteAuthorization
  QuoteState quote_state = QuoteState::pending;
  QuotePolicy quote_policy = QuotePolicy::unsaid;
  Approval approval = Approval::unneeded;
  std::vector<std::string> blind;  // of ours, IRIs: who gets it without being named in it
  bool question = false;           // asks something; not a poll
  Iri accepted_answer;             // as its author says (storage/questions.h)
};

std::optional<Post> find_post(const ReadTxn& txn, Id id);
std::optional<Post> find_post(const ReadTxn& txn, const Iri& iri);
// A number that is another as soon as anything in the record is; 0: no such post.
uint64_t post_stamp(const ReadTxn& txn, Id id);
// How far it may go, without reading the rest.
std::optional<Label> find_label(const ReadTxn& txn, const Iri& iri);

// Stores a new post (id 0: allocated, and `context` and `parent` resolved as far as known) with all
// its index rows, and hands it the replies that were waiting for it; of posts that claim to answer
// each other the one that came first begins the thread. Sets post.id, post.parent, post.context.
// Fails with conflict where the IRI is known.
Result<void> add_post(WriteTxn& txn, Post& post, Time now);
// Makes `seq` the document of an edited post; the one before is kept until the post is buried.
void set_document(Post& post, uint64_t seq);
// Replaces the record; only tags, links and quotes are indexed anew. Author, id, IRI and place in
// the thread stay as they are, whatever `post` says. Errors: not_found; gone for a tombstone, which
// nothing brings back.
Result<void> update_post(WriteTxn& txn, const Post& post);
// Replaces the poll of a post alone. Errors: not_found, also where it has none or was deleted.
Result<void> put_poll(WriteTxn& txn, Id post, const Poll& poll);
// Sets the approval of an answer alone. Errors: not_found.
Result<void> put_approval(WriteTxn& txn, Id post, Approval approval);
// Makes it a tombstone: text, files, votes, tags and the payloads of all its versions are erased;
// its place in the thread stays. Again is no error.
Result<void> bury_post(WriteTxn& txn, Id id, Time now);

// Rows of an author's index, newest first: posts and boosts in one order.
enum class EntryKind : uint8_t { post = 1, boost = 2 };
struct Entry {
  Id id;
  EntryKind kind;
};

// Calls until `visit` returns false; ids below `before` (0: from the newest).
void scan_author(const ReadTxn& txn, Id author, Id before, const std::function<bool(Entry)>& visit);
// Posts addressed to `person`, newest first.
void scan_person(const ReadTxn& txn, Id person, Id before, const std::function<bool(Id)>& visit);
void scan_tag(const ReadTxn& txn, std::string_view tag, Id before,
              const std::function<bool(Id)>& visit);
// Every post, newest first; and those above `after`, oldest first. The same of a tag.
void scan_posts(const ReadTxn& txn, Id before, const std::function<bool(Id)>& visit);
void scan_posts_up(const ReadTxn& txn, Id after, const std::function<bool(Id)>& visit);
void scan_tag_up(const ReadTxn& txn, std::string_view tag, Id after,
                 const std::function<bool(Id)>& visit);
// The posts that lead to the page at `address`, likewise.
void scan_link(const ReadTxn& txn, std::string_view address, Id before,
               const std::function<bool(Id)>& visit);
void scan_link_up(const ReadTxn& txn, std::string_view address, Id after,
                  const std::function<bool(Id)>& visit);
// Direct replies, and every known post of a thread, oldest first; ids beyond `after`. Until `visit`
// returns false.
void scan_replies(const ReadTxn& txn, Id post, Id after, const std::function<bool(Id)>& visit);
void scan_thread(const ReadTxn& txn, Id context, Id after, const std::function<bool(Id)>& visit);
// Direct replies, oldest first.
std::vector<Id> find_replies(const ReadTxn& txn, Id post, size_t most);
// Every known post of a thread, oldest first.
std::vector<Id> find_thread(const ReadTxn& txn, Id context, size_t most);
size_t count_replies(const ReadTxn& txn, Id post);
size_t count_thread(const ReadTxn& txn, Id context, size_t most);
size_t count_entries(const ReadTxn& txn, Id author, size_t most);
// For whoever adds or takes away a row of an author's index (reactions.cc: boosts).
Result<void> count_entry(WriteTxn& txn, Id author, int step);

// Puts a post among those that reached a local person; again is no error.
Result<void> add_recipient(WriteTxn& txn, Id person, Id post);
bool is_recipient(const ReadTxn& txn, Id person, Id post);

}  // namespace hallway
