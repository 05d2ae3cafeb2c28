import type { Block, Button, KnownBlock, View } from '@slack/types';
import type { Tx } from '../database/connection.ts';
import type { Cause, DomainEvent } from '../kernel/event.ts';
import type { Reader } from '../kernel/locale.ts';
import type { Sentence, Texts } from '../kernel/message.ts';
import type { Command, Outcome } from '../ledger/commit.ts';
import type { Log } from '../log.ts';
import type { Member } from '../people/member.ts';
import type { Membership } from './channel.member.ts';
import type { ReadFile } from './file.read.ts';
import type { LeftOf } from './left.ts';
import type { MadeFile } from './made-file.ts';
import type { Word } from './words.ts';

export type Blocks = (KnownBlock | Block)[];

/** What everything that runs for a tenant has in hand: the two doors and the moment. */
export type House = {
  readonly tenant: string;
  /** Business time. */
  readonly now: () => Date;
  readonly read: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  readonly commit: <S, N, K extends string>(command: Command<S, N, K>) => Promise<Outcome<N, K>>;
  readonly log: Log;
  /** Whether the bot hears what is said in a channel. */
  readonly isMember?: (channel: string) => Promise<Membership>;
  /** The folder where backups are kept; absent: none are made. */
  readonly backups?: string;
  /** Where people's programs reach the pages of the house, without a slash at its end; absent: they do not. */
  readonly url?: string;
};

/** A house visited by a person who typed or clicked: who, in which language and zone, and the cause their commands carry. */
export type Visit = House & {
  readonly reader: Reader;
  readonly member: Member;
  readonly cause: Cause & { by: string };
  /** The conversation a line was typed in; absent for clicks and forms. */
  readonly channel?: string;
  /** Reads a file that this person chose in a form. */
  readonly fileOf: (id: string) => Promise<ReadFile>;
};

/** What a person gets back for an act. A text alone or with blocks is seen by them only. */
export type Answer =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'say'; readonly text: string; readonly blocks?: Blocks }
  /** Opens a modal; pushes it when the act came out of a modal. */
  | { readonly kind: 'open'; readonly view: View }
  /** Puts another view in the place of the modal the act came from. */
  | { readonly kind: 'replace'; readonly view: View };

/** What a submitted modal gets back. */
export type SubmitAnswer =
  | { readonly kind: 'close' }
  /** Sentences under the fields, by block_id. Nothing typed is lost. */
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }
  | { readonly kind: 'replace'; readonly view: View };

/** What was typed after the word that led here. */
export type CommandHandler = (visit: Visit, words: string) => Promise<Answer>;

/** A click, a choice or an input that dispatches. */
export type Act = {
  readonly actionId: string;
  readonly blockId: string;
  /** The button's value or the chosen option's value; '' when there is none. */
  readonly value: string;
  /** All chosen values of a multiple choice. */
  readonly values: readonly string[];
  /** `ephemeral`: the answer to a command, which only this person sees and nobody can edit. */
  readonly message?: { readonly channel: string; readonly ts: string; readonly ephemeral: boolean };
  readonly view?: SubmittedView;
};
export type ActionHandler = (visit: Visit, act: Act) => Promise<Answer>;

/** A modal as it came back: what stands in its fields, still to be parsed with zod. */
export type SubmittedView = {
  readonly id: string;
  readonly callbackId: string;
  readonly privateMetadata: string;
  /** By block_id: text, chosen value, or chosen values. */
  readonly values: Readonly<Record<string, string | readonly string[] | null>>;
};
export type SubmissionHandler = (visit: Visit, view: SubmittedView) => Promise<SubmitAnswer>;

export type Choice = { readonly text: string; readonly value: string; readonly description?: string };
/** Answers what an external select offers for what was typed; at most 100 (Slack's limit). */
export type OptionsHandler = (visit: Visit, typed: string) => Promise<readonly Choice[]>;

/** How a card looks to its reader now. */
export type CardFace = {
  /** The lock-screen text. */
  readonly text: string;
  readonly blocks: Blocks;
  /** Ids of everything whose change makes this card stale. */
  readonly shows: readonly string[];
  /** The reader still has something to do here: a lost message is posted again. */
  readonly open: boolean;
  /** Something newer has its place: its message is deleted. One with lines under it, or that Slack keeps, says this and changes no more. */
  readonly gone?: true;
  /** Earlier occasions of the same card that give way as soon as this one stands in Slack, and not before. */
  readonly replaces?: readonly string[];
  /** As `unasked` of its kind, where only some of its cards are. */
  readonly unasked?: boolean;
  /** A change the reader waits for: one line under the card, posted once per key, since an edited message rings no phone. */
  readonly notice?: { readonly key: string; readonly text: string };
};

/** One message for one person about one thing, kept true for as long as it stands. */
export type CardKind = {
  readonly kind: string;
  /** Nobody asked for it and it is no emergency: it waits for the working hours of its reader. */
  readonly unasked?: true;
  /** Families of events that can call for such a card: the first part of their types, e.g. `access`. */
  readonly about: readonly string[];
  /** Who must have a card because of this subject now. Somebody who has one and is no longer named keeps it, refreshed. */
  readonly audience: (
    tx: Tx,
    tenant: string,
    subject: string,
  ) => Promise<readonly { reader: string; occasion: string }[]>;
  readonly render: (
    tx: Tx,
    card: { tenant: string; reader: Reader; occasion: string; now: Date },
  ) => Promise<CardFace | null>;
};

/** What matters more is said first. */
export const priorities = ['incident', 'approval', 'clock', 'duty', 'training', 'practice'] as const;
export type Priority = (typeof priorities)[number];

/** Something owed as one line of a digest. */
export type OwedLine = {
  /** One line of mrkdwn, without a bullet. */
  readonly text: string;
  /** The one act, done at once. */
  readonly button?: Button;
  /** Ids of everything whose change makes the line stale. */
  readonly shows: readonly string[];
};

/** Something a person is owed at a time; worded only when it is told. */
export type OwedKind = {
  readonly priority: Priority;
  /**
   * `atOnce`: an answer to the person's own act, or an emergency: whatever the hour, outside of every budget. `alone`: a message of its own
   * in working hours, within the day's budget; over it a line of the next digest. `digest`: a line of the morning's digest.
   */
  readonly manner: 'atOnce' | 'alone' | 'digest';
  /** Said again in digests: the day before it is meant to be done, on the day, then ever more rarely (1, 2, 4, 7 working days, then 14). */
  readonly repeats?: boolean;
  /** The person may have this one stopped. */
  readonly mayStop?: boolean;
  /** Action id of the form with which the person hands it to somebody else; its value is what is owed's subject. */
  readonly passOn?: string;
  /** Still worth saying? Asked at the moment of telling, on current rows. */
  readonly stillOwed: (tx: Tx, owed: Owed, now: Date) => Promise<boolean>;
  /** The same of many at once: ids of those still worth saying. Kinds that thousands are owed have it: digests are computed in batches. */
  readonly stillOwedOf?: (tx: Tx, tenant: string, owed: readonly Owed[], now: Date) => Promise<Set<string>>;
  /** As a message alone; `atOnce` and `alone` need it. */
  readonly render?: (tx: Tx, owed: Owed, reader: Reader, now: Date) => Promise<CardFace | null>;
  /** As lines of one person's digest, by id of what is owed. What is missing has nothing to say any more. */
  readonly lines?: (
    tx: Tx,
    tenant: string,
    owed: readonly Owed[],
    reader: Reader,
    now: Date,
  ) => Promise<ReadonlyMap<string, OwedLine>>;
};
export type Owed = {
  readonly id: string;
  readonly tenant: string;
  readonly kind: string;
  readonly person: string;
  readonly subject: string;
  /** From when it is worth saying. */
  readonly dueAt: Date;
  /** By when it should be done; null: nothing to be late for. */
  readonly deadline: Date | null;
  /** How often it has been said. */
  readonly times: number;
};

/** Days on which somebody is not there: holidays, or an absence of their own. */
export type Leave = {
  readonly tenant: string;
  readonly reader: Reader;
  readonly now: Date;
  readonly from: Date;
  /** Not in it any more. */
  readonly until: Date;
};

/** Makes a file that somebody asked for. Undefined: there is nothing to send, or they may not have it any more. */
export type FileMaker = (house: House, event: DomainEvent) => Promise<MadeFile | undefined>;

/** Hears of an event at least once, in no order: reads current rows, and derives its command ids from the event's. */
export type Subscriber = (house: House, event: DomainEvent) => Promise<void>;

/** A word and what it does. Take the word from the table in words.ts. */
export type Offer = {
  readonly word: Word;
  /** It also stands behind this word: `/access mine` beside `/shoumi mine`. A word with others behind it gets a line of its own only empty. */
  readonly of?: Word;
  readonly hint: Sentence;
  readonly run: CommandHandler;
  /** Whether a line that begins with no word looks as if it were meant for this one. */
  readonly fits?: (text: string) => boolean;
  /** Whether a line that begins with no word plainly means this one all the same: then it is understood as if the word stood there. */
  readonly means?: (visit: Visit, text: string) => Promise<boolean>;
  /** Finds what a line that begins with none of the words behind this one means; blocks: what is called alike, said beside the guesses. */
  readonly search?: (visit: Visit, text: string) => Promise<Answer | Blocks>;
};

/** Something that stands open and that a meeting should speak about. */
export type OpenItem = {
  /** One line of mrkdwn in the reader's language, without a bullet. */
  readonly text: string;
  readonly priority: Priority;
  /** Ids of everything whose change makes the line stale. */
  readonly shows: readonly string[];
};

/** What the doctor looked at, how it is and what to do: the key of a sentence, with what is put in. */
export type Finding = {
  readonly verdict: 'ok' | 'warning' | 'wrong';
  readonly key: string;
  readonly values?: Readonly<Record<string, string | number>>;
};

/** What a page says. Without an answer there is no such page, and nothing says why. */
export type PageAnswer = {
  readonly type: string;
  /** Changes whenever what it says does, and costs little: whoever has this version already is not sent the page again. */
  readonly version: string;
  readonly body: () => Promise<string>;
  /** How long whoever asked may keep it, in seconds. */
  readonly maxAge: number;
  readonly filename?: string;
};

/** Answers what stands at a path of the house's own server: `/calendar/abc.ics` comes as `abc.ics` to the page `calendar`. */
export type Page = (house: House, rest: string) => Promise<PageAnswer | undefined>;

/** What a capability offers. main has the list of them; nothing else knows which there are. */
export type Capability = {
  readonly name: string;
  /** Its sentences; refusals are worded from them. */
  readonly texts: readonly Texts[];
  /** Words under `/shoumi` and in direct messages; each is also the slash command of that name, where manifest.yml has it. */
  readonly commands?: readonly Offer[];
  readonly actions?: Readonly<Record<string, ActionHandler>>;
  readonly submissions?: Readonly<Record<string, SubmissionHandler>>;
  readonly options?: Readonly<Record<string, OptionsHandler>>;
  /** Global and message shortcuts by callback_id. */
  readonly shortcuts?: Readonly<Record<string, (visit: Visit) => Promise<Answer>>>;
  readonly cards?: readonly CardKind[];
  /** The capability's part of a person's Home. */
  readonly home?: (
    tx: Tx,
    home: { tenant: string; reader: Reader; member: Member; now: Date },
  ) => Promise<Blocks>;
  /** Its part is what a Home begins with. */
  readonly headsHome?: boolean;
  /** Whose Home a change of this subject can touch. */
  readonly concerns?: (tx: Tx, tenant: string, subject: string) => Promise<readonly string[]>;
  /** What has fallen due by now, oldest first, through the same deciders; run at every tick. */
  readonly due?: (house: House) => Promise<void>;
  /** Subscribers by event type. */
  readonly on?: Readonly<Record<string, Subscriber>>;
  readonly owes?: Readonly<Record<string, OwedKind>>;
  /** Numbers of the programme's measures of which it makes the evidence itself, e.g. `2.3`; a duty that stood in for them retires. */
  readonly controls?: readonly string[];
  /** What stands open here, for the agenda of a meeting; nothing where all is well. */
  readonly open?: (tx: Tx, at: { tenant: string; reader: Reader; now: Date }) => Promise<readonly OpenItem[]>;
  /** What the doctor finds out here; worded from the capability's texts. */
  readonly examine?: (
    tx: Tx,
    at: { tenant: string; now: Date; backups: string | undefined },
  ) => Promise<readonly Finding[]>;
  /** What it holds about a person, a line each, and the ids of the records that are theirs: for `/shoumi me`. */
  readonly held?: (
    tx: Tx,
    held: { tenant: string; reader: Reader; member: Member; now: Date },
  ) => Promise<{ readonly lines: readonly string[]; readonly records: readonly string[] }>;
  readonly leaves?: LeftOf;
  /** Files to be sent because of an event, by its type. */
  readonly files?: Readonly<Record<string, FileMaker>>;
  /** Pages of the house's own server, by the first part of their path. */
  readonly pages?: Readonly<Record<string, Page>>;
  /** What a person should see on the last day before they are gone for several: who stands in for them, and the way to name somebody. */
  readonly leaving?: (tx: Tx, leave: Leave) => Promise<{ blocks: Blocks; shows: readonly string[] }>;
  /** What others did in a person's stead while they were gone, a line each. */
  readonly missed?: (tx: Tx, leave: Leave) => Promise<readonly string[]>;
  /** Words an event of this capability for a timeline. */
  readonly describe?: (event: DomainEvent, reader: Reader) => string | undefined;
};
