import { uploadFile } from '../actions.ts';
import { type ElementProps, useElement } from '../blocks/surface.ts';
import { formatSize } from '../text/size.ts';
import { useReader, useViewer, useWords } from '../viewer.ts';

type Chosen = { id: string; name: string; mimetype: string; size: number };

/** Gives Slack each chosen file at once, and holds what they are called there. */
export function FileInput(props: ElementProps) {
  const { element, id, input } = props;
  const { value, change } = useElement(props);
  const words = useWords();
  const viewer = useViewer();
  const { locale } = useReader();
  const files = (value as Chosen[] | null) ?? [];
  const types = element.filetypes as string[] | undefined;
  const most = (element.max_files as number | undefined) ?? 10;
  const take = async (chosen: readonly File[]) => {
    const given = await Promise.all(chosen.slice(0, most).map((file) => uploadFile(viewer.id, file)));
    await change(given.filter((one) => one !== undefined));
  };
  return (
    <div className="file-input">
      <label className="button">
        {words.chooseFile}
        <input
          id={id}
          className="visually-hidden"
          type="file"
          multiple={most !== 1}
          accept={types?.map((type) => `.${type}`).join(',')}
          aria-labelledby={input?.labelledBy}
          aria-describedby={input?.describedBy}
          aria-invalid={input?.invalid || undefined}
          onChange={(event) => void take([...(event.target.files ?? [])])}
        />
      </label>
      {files.map((file) => (
        <span key={file.id} className="chip">
          {file.name} · {formatSize(file.size, locale)}
        </span>
      ))}
    </div>
  );
}
