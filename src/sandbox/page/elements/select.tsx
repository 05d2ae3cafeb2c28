import type { ControlChannel, ControlUser } from '../../control.contract.ts';
import { type ElementProps, type Surface, useElement, useSurface } from '../blocks/surface.ts';
import { Avatar } from '../chrome/avatar.tsx';
import { Icon } from '../chrome/icon.tsx';
import type { TextObject } from '../text/rendered.tsx';
import { emojiText } from '../text/rendered.tsx';
import { nameOf, partnerOf, SLACKBOT, useViewer, useWords, useWorkspace } from '../viewer.ts';
import { type Choice, type ChoiceGroup, Combobox } from './combobox.tsx';
import { groupsOf, type Option, type OptionGroup, optionsOf } from './option.ts';
import type { Interactive } from './state.ts';

/** Static, external, people, conversation and channel selects; single, or several with the prefix `multi_`. */
export function Select(props: ElementProps) {
  const { element, id, input, blockId } = props;
  const { value, change, busy } = useElement(props);
  const surface = useSurface();
  const users = useWorkspace('users');
  const channels = useWorkspace('channels');
  const { bot_user } = useWorkspace('app');
  const viewer = useViewer();
  const words = useWords();

  const many = element.type.startsWith('multi_');
  const kind = element.type.replace(/^multi_/, '');
  const source = SOURCES[kind] ?? staticSource;
  const context = { element, blockId, surface, users, channels, bot_user, viewer };
  const held = (many ? value : value === null ? [] : [value]) as (Option | string)[] | null;
  const placeholder =
    (element.placeholder as TextObject | undefined)?.text ??
    (kind === 'users_select'
      ? words.choosePerson
      : kind === 'conversations_select'
        ? words.chooseChannel
        : words.choose);

  return (
    <Combobox<Option | string>
      id={id}
      many={many}
      most={(element.max_selected_items as number | undefined) ?? Number.POSITIVE_INFINITY}
      least={kind === 'external_select' ? ((element.min_query_length as number | undefined) ?? 3) : 0}
      chosen={(held ?? []).map((one) => source.show(one, context))}
      placeholder={emojiText(placeholder)}
      from={
        'ask' in source
          ? { ask: (typed) => source.ask(typed, context) }
          : { find: (typed) => source.find(typed, context) }
      }
      input={input}
      focus={element.focus_on_load === true}
      busy={busy}
      clearable={input ? !input.required : false}
      onChange={(chosen) => void change(many ? chosen.map(({ of }) => of) : (chosen[0]?.of ?? null))}
    />
  );
}

type Context = {
  element: Interactive;
  blockId: string;
  surface: Surface;
  users: ControlUser[];
  channels: ControlChannel[];
  bot_user: string;
  viewer: ControlUser;
};
type Groups = ChoiceGroup<Option | string>[];
type Source = { show(held: Option | string, context: Context): Choice<Option | string> } & (
  | { find(typed: string, context: Context): Groups }
  | { ask(typed: string, context: Context): Promise<Groups> }
);

const matches = (typed: string) => (choice: Choice<Option | string>) =>
  `${choice.text} ${choice.more ?? ''}`.toLocaleLowerCase().includes(typed.trim().toLocaleLowerCase());

const optionChoice = (option: Option): Choice<Option> => ({
  key: option.value ?? option.text.text,
  text: emojiText(option.text.text),
  more: option.description && emojiText(option.description.text),
  of: option,
});

const grouped = (groups: OptionGroup[]): Groups =>
  groups.map((group) => ({
    label: group.label && emojiText(group.label.text),
    choices: (group.options ?? []).map(optionChoice),
  }));

const narrowed = (groups: Groups, typed: string): Groups =>
  groups.map((group) => ({ ...group, choices: group.choices.filter(matches(typed)) }));

const staticSource: Source = {
  // The app may have sent the initial option without its words: the list knows them.
  show: (held, { element }) =>
    optionChoice(
      optionsOf(element).find(({ value }) => value === (held as Option).value) ?? (held as Option),
    ),
  find: (typed, { element }) => narrowed(grouped(groupsOf(element)), typed),
};

const externalSource: Source = {
  show: (held) => optionChoice(held as Option),
  // A pause in typing first: each question goes to the app and has three seconds.
  ask: async (typed, { element, blockId, surface }) => {
    await new Promise((resolve) => setTimeout(resolve, typed === '' ? 0 : 200));
    const answer = await surface.suggest(blockId, element.action_id, typed);
    return grouped(groupsOf(answer));
  },
};

const userChoice = (user: ControlUser | undefined, id: string): Choice<string> => ({
  key: id,
  text: nameOf(user, id),
  more: user?.title,
  icon: user && <Avatar user={user} size={20} />,
  of: id,
});

const usersSource: Source = {
  show: (held, { users }) =>
    userChoice(
      users.find(({ id }) => id === held),
      held as string,
    ),
  find: (typed, { users }) => {
    const people = users.filter((user) => !user.deleted && user.id !== SLACKBOT);
    return narrowed([{ choices: people.map((user) => userChoice(user, user.id)) }], typed);
  },
};

const channelChoice = (
  channel: ControlChannel | undefined,
  id: string,
  { users, viewer }: Context,
): Choice<string> => {
  if (channel?.is_im) {
    const partner = partnerOf(channel, viewer.id);
    return {
      ...userChoice(
        users.find((user) => user.id === partner),
        partner,
      ),
      key: id,
      of: id,
    };
  }
  return {
    key: id,
    text: channel?.name ?? id,
    icon: <Icon name={channel?.is_private ? 'lock' : 'channel'} />,
    of: id,
  };
};

const channelsSource = (dms: boolean): Source => ({
  show: (held, context) =>
    channelChoice(
      context.channels.find(({ id }) => id === held),
      held as string,
      context,
    ),
  find: (typed, context) => {
    const { include, exclude_bot_users } = (context.element.filter ?? {}) as {
      include?: string[];
      exclude_bot_users?: boolean;
    };
    const seen = context.channels.filter((channel) => {
      const kind = channel.is_im ? 'im' : channel.is_private ? 'private' : 'public';
      const own = kind === 'public' || channel.members.includes(context.viewer.id);
      const bot = channel.is_im && channel.im_users?.includes(context.bot_user);
      if (channel.is_archived || !own || (bot && exclude_bot_users)) return false;
      return dms ? (include?.includes(kind) ?? true) : kind === 'public';
    });
    return narrowed([{ choices: seen.map((channel) => channelChoice(channel, channel.id, context)) }], typed);
  },
});

const SOURCES: Record<string, Source> = {
  static_select: staticSource,
  external_select: externalSource,
  users_select: usersSource,
  conversations_select: channelsSource(true),
  channels_select: channelsSource(false),
};
