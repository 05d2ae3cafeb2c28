/** The shortcodes that work messages use. An unknown one stays `:name:`, as Slack shows it. */
const EMOJI = new Map(
  `
  +1 👍  thumbsup 👍  -1 👎  thumbsdown 👎  ok_hand 👌  wave 👋  clap 👏  pray 🙏  raised_hands 🙌
  raising_hand 🙋  muscle 💪  point_right 👉  point_left 👈  point_up ☝️  point_down 👇  handshake 🤝
  writing_hand ✍️  eyes 👀  bust_in_silhouette 👤  busts_in_silhouette 👥  smile 😄  smiley 😃  grinning 😀
  slightly_smiling_face 🙂  wink 😉  blush 😊  joy 😂  thinking_face 🤔  neutral_face 😐  disappointed 😞
  cry 😢  sob 😭  scream 😱  sunglasses 😎  heart ❤️  green_heart 💚  blue_heart 💙  broken_heart 💔  tada 🎉
  sparkles ✨  star ⭐  fire 🔥  rocket 🚀  trophy 🏆  100 💯  seedling 🌱  sunny ☀️  crescent_moon 🌙  zap ⚡
  rainbow 🌈  coffee ☕  tea 🍵  beach_with_umbrella 🏖️  palm_tree 🌴  house 🏠  office 🏢  airplane ✈️
  car 🚗  white_check_mark ✅  heavy_check_mark ✔️  ballot_box_with_check ☑️  x ❌
  negative_squared_cross_mark ❎  heavy_multiplication_x ✖️  warning ⚠️  rotating_light 🚨  no_entry ⛔
  no_entry_sign 🚫  octagonal_sign 🛑  question ❓  grey_question ❔  exclamation ❗
  heavy_exclamation_mark ❗  bangbang ‼️  information_source ℹ️  bulb 💡  bell 🔔  no_bell 🔕  mega 📣
  loudspeaker 📢  speech_balloon 💬  thought_balloon 💭  lock 🔒  unlock 🔓  closed_lock_with_key 🔐
  lock_with_ink_pen 🔏  key 🔑  old_key 🗝️  shield 🛡️  mag 🔍  mag_right 🔎  link 🔗  paperclip 📎
  pushpin 📌  round_pushpin 📍  memo 📝  pencil 📝  pencil2 ✏️  page_facing_up 📄  page_with_curl 📃
  scroll 📜  bookmark_tabs 📑  books 📚  book 📖  green_book 📗  notebook 📓  clipboard 📋  file_folder 📁
  open_file_folder 📂  card_index_dividers 🗂️  file_cabinet 🗄️  wastebasket 🗑️  package 📦  inbox_tray 📥
  outbox_tray 📤  envelope ✉️  email ✉️  incoming_envelope 📨  telephone_receiver 📞  iphone 📱
  computer 💻  printer 🖨️  floppy_disk 💾  camera 📷  bar_chart 📊  chart_with_upwards_trend 📈
  chart_with_downwards_trend 📉  date 📅  calendar 📆  spiral_calendar_pad 🗓️  hourglass ⌛
  hourglass_flowing_sand ⏳  watch ⌚  alarm_clock ⏰  stopwatch ⏱️  timer_clock ⏲️  clock1 🕐  clock3 🕒
  clock9 🕘  arrow_right ➡️  arrow_left ⬅️  arrow_up ⬆️  arrow_down ⬇️  arrow_right_hook ↪️
  leftwards_arrow_with_hook ↩️  arrows_counterclockwise 🔄  repeat 🔁  fast_forward ⏩  heavy_plus_sign ➕
  heavy_minus_sign ➖  recycle ♻️  gear ⚙️  wrench 🔧  hammer_and_wrench 🛠️  construction 🚧  scales ⚖️
  classical_building 🏛️  briefcase 💼  moneybag 💰  credit_card 💳  receipt 🧾  bank 🏦
  identification_card 🪪  id 🆔  mortar_board 🎓  student 🧑‍🎓  detective 🕵️  robot_face 🤖  ghost 👻
  skull 💀  bug 🐛  snail 🐌  new 🆕  sos 🆘  red_circle 🔴  large_orange_circle 🟠  large_yellow_circle 🟡
  large_green_circle 🟢  large_blue_circle 🔵  white_circle ⚪  black_circle ⚫  large_red_square 🟥
  large_green_square 🟩  white_large_square ⬜  small_blue_diamond 🔹  small_orange_diamond 🔸
  checkered_flag 🏁  triangular_flag_on_post 🚩  cn 🇨🇳  gb 🇬🇧  us 🇺🇸  one 1️⃣  two 2️⃣  three 3️⃣
  four 4️⃣  five 5️⃣
  `
    .trim()
    .split(/\s{2,}/)
    .map((pair) => pair.split(' ') as [string, string]),
);

export function emojiOf(name: string): string | undefined {
  return EMOJI.get(name);
}
