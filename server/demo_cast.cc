#include "server/demo_cast.h"

namespace hallway::demo {
namespace {

constexpr Place kAllPlaces[] = {
    {"engineering", "Engineering", "The people who build and run what the company sells."},
    {"design", "Design", "Research, type, prototypes and words: how it looks, reads and feels."},
    {"acme", "Acme Bearings", "A partner company. Things that turn, measured to the micrometre."}};

constexpr Player kCast[] = {
    {"ada", 0, "Ada Nowak", "Platform lead. Storage, and whatever must never be lost.",
     "LMDB, crash recovery, C++"},
    {"jonas", 0, "Jonas Weber",
     "Builds and releases. If it took a minute, it can take ten seconds.",
     "CMake, reproducible builds, release notes"},
    {"priya", 0, "Priya Raman", "Networks. I read packet captures for fun.",
     "TLS, load testing, HTTP"},
    {"tom", 0, "Tom Okafor", "Firmware for sensors that live ten years on one battery.",
     "low-power radio, firmware, vibration"},
    {"lena", 1, "Lena Vogel", "Research lead. I watch people use things and say nothing.",
     "interviews, accessibility, survey design"},
    {"marco", 1, "Marco Bianchi", "Type and colour. Contrast is kindness.",
     "typography, colour, print"},
    {"yuki", 1, "Yuki Tanaka", "Prototypes by Friday, thrown away by Monday.",
     "prototyping, motion, CSS"},
    {"sofia", 1, "Sofia Marin", "Words. Fewer of them, in six languages.",
     "technical writing, translation, terminology"},
    {"omar", 2, "Omar Haddad", "Application engineer; the one you call when it squeaks.",
     "bearings, field service"},
    {"grace", 2, "Grace Liu", "Metrology lab. Micrometres are large.",
     "metrology, tribology, ISO 15242"},
    {"felix", 2, "Felix Braun", "Planning: what is made when, and why it is late.",
     "planning, supply"},
    {"nina", 2, "Nina Petrova", "Quality and standards. I like forms, sorry.",
     "ISO 9001, audits, root causes"}};

using enum Deed;

constexpr Line kOpening[] = {
    {follow, "ada", "jonas"},
    {follow, "jonas", "ada"},
    {follow, "priya", "ada"},
    {follow, "tom", "priya"},
    {follow, "lena", "marco"},
    {follow, "marco", "yuki"},
    {follow, "yuki", "lena"},
    {follow, "omar", "grace"},
    {follow, "grace", "nina"},
    {follow, "ada", "lena"},
    {follow, "lena", "ada"},
    {follow, "tom", "grace"},
    {follow, "grace", "tom"},
    {follow, "yuki", "jonas"},
    {follow, "sofia", "jonas"},
    {follow, "jonas", "sofia"},
    {follow, "omar", "ada"},
    {follow, "marco", "nina"},
    {follow, "nina", "lena"},
    {follow, "priya", "yuki"},
    {follow, "felix", "tom"},
    {follow, "yuki", "priya"},
    {follow, "tom", "felix"},
    {follow, "nina", "marco"},
    {follow, "ada", "yuki"},
    {follow, "omar", "tom"},
    {follow, "lena", "sofia"},
    {post, "ada", "welcome",
     "Good morning! Our node talks with Design and with Acme since today. Nothing is copied to a "
     "place in the middle: what we write stays here, and goes where it may. #hallway",
     "", "", "", "public"},
    {post, "lena", "labels",
     "I asked nine colleagues what the label on a post means. Eight got it right at once. The "
     "ninth "
     "asked the better question: who decides? #research",
     "", "", "", "public"},
    {post, "grace", "rig",
     "The vibration rig is calibrated again. If you want something measured this week, say so "
     "today. "
     "#metrology",
     "", "bearing", "Drawing of a ball bearing, cut open: two rings and twelve balls", "public"}};

constexpr Line kTalk[] = {
    {answer, "jonas", "welcome2", "{ada} Took one command to install. I had blocked the afternoon.",
     "welcome"},
    {like, "lena", "welcome"},
    {answer, "tom", "rig2",
     "{grace} Yes please: four sensor housings, I suspect a resonance near 1.2 kHz.", "rig"},
    {answer, "grace", "rig3",
     "{tom} Bring them on Thursday, and one that you think is good. We always need the good one.",
     "rig2"},
    {like, "tom", "rig3"},
    {post, "priya", "latency",
     "Load test of the night, ten thousand idle connections and one slow disk. The 99th percentile "
     "stays below 40 ms. #loadtest",
     "", "latency",
     "Bar chart of response times: most bars are low, two at the right are twice as high"},
    {answer, "yuki", "latency2",
     "{priya} May I use this chart in the talk? I would only change the colours. And the font. And "
     "the bars.",
     "latency"},
    {boost, "ada", "latency"},
    {answer, "priya", "latency3", "{yuki} So you keep the axis. Deal.", "latency2"},
    {post, "marco", "palette",
     "New palette for the status lights. Every pair passes 4.5:1, and they differ for colour-blind "
     "eyes, too. #colour #accessibility",
     "", "palette", "Five stripes: deep blue, teal, sand, orange and dark red", "public"},
    {answer, "nina", "palette2",
     "{marco} Our panels follow IEC 60073, where red is for danger only. Is the dark one far "
     "enough "
     "from it?",
     "palette"},
    {answer, "marco", "palette3",
     "{nina} Good catch. I will move it towards brown and send you a print.", "palette2"},
    {like, "nina", "palette3"},
    {boost, "lena", "palette"},
    {post, "ada", "internal",
     "For this department only: the maintenance window moves to Tuesday 06:00. #ops", "", "", "",
     "department"},
    {post, "sofia", "words",
     "Please do not write “simply”. Whoever finds it simple does not read the manual. #words"},
    {like, "jonas", "words"},
    {answer, "jonas", "words2", "{sofia} I simply removed all eleven of them.", "words"},
    {boost, "priya", "words"},
    {post, "tom", "who",
     "Who knows about seals that survive salt spray? I have read everything that I could find; now "
     "I "
     "need somebody who has broken some. #help"},
    {answer, "omar", "who2",
     "{tom} That would be me, sadly often. Harbour cranes, eight years. Call me, or come and look "
     "at "
     "the box of failures.",
     "who"},
    {like, "grace", "who2"},
    {answer, "tom", "who3", "{omar} A box of failures is exactly what I was looking for. Thursday?",
     "who2"},
    {boost, "felix", "who"},
    {post, "yuki", "hills",
     "First sun at the new office. The prototype room looks at this from today.", "", "hills",
     "Sunrise over three rows of blue hills"},
    {like, "ada", "hills"},
    {like, "sofia", "hills"},
    {post, "felix", "plan",
     "Deliveries for week 50 are planned. Two lines are tight; if you can wait until Wednesday, "
     "you "
     "make a planner happy. #planning"},
    {answer, "omar", "plan2", "{felix} The crane people can wait. They said so without sighing.",
     "plan"},
    {answer, "lena", "labels2",
     "A follow-up to the ninth question: each department decides for itself, and the node enforces "
     "it. "
     "{nina} how do you audit that?",
     "labels"},
    {answer, "nina", "labels3",
     "{lena} We read the log. It is chained, so I can see if a page is missing. I like it more "
     "than I "
     "should.",
     "labels2"},
    {like, "ada", "labels3"},
    {boost, "jonas", "labels3"}};

}  // namespace

std::span<const Place> places() { return kAllPlaces; }
std::span<const Player> cast() { return kCast; }
std::span<const Line> opening() { return kOpening; }
std::span<const Line> talk() { return kTalk; }

const Player* find_player(std::string_view key) {
  for (const auto& player : kCast) {
    if (player.key == key) return &player;
  }
  return nullptr;
}

}  // namespace hallway::demo
