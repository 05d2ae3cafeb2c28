import { type ElementProps, useElement } from '../blocks/surface.ts';
import { formatSize } from '../text/size.ts';
import { useReader, useWords } from '../viewer.ts';

type Chosen = { name: string; mimetype: string; size: number };

/** Takes the names and sizes of files: the sandbox has nowhere to keep what a person uploads in a form. */
export function FileInput(props: ElementProps) {
  const { element, id, input } = props;
  const { value, change } = useElement(props);
  const words = useWords();
  const { locale } = useReader();
  const files = (value as Chosen[] | null) ?? [];
  const types = element.filetypes as string[] | undefined;
  return (
    <div className="file-input">
      <label className="button">
        {words.chooseFile}
        <input
          id={id}
          className="visually-hidden"
          type="file"
          multiple={element.max_files !== 1}
          accept={types?.map((type) => `.${type}`).join(',')}
          aria-labelledby={input?.labelledBy}
          aria-describedby={input?.describedBy}
          aria-invalid={input?.invalid || undefined}
          onChange={(event) => {
            const chosen = [...(event.target.files ?? [])].slice(
              0,
              (element.max_files as number | undefined) ?? 10,
            );
            void change(chosen.map((file) => ({ name: file.name, mimetype: file.type, size: file.size })));
          }}
        />
      </label>
      {files.map((file) => (
        <span key={file.name} className="chip">
          {file.name} · {formatSize(file.size, locale)}
        </span>
      ))}
      <small className="hint">{words.filesNotSent}</small>
    </div>
  );
}
