/** Files that go with a letter. */

/** What the API is given: the file itself, or the part of a message that is there. */
type Content = { name: string; type: string; content: string } | { mailbox: string; uid: number; part: string };

export interface AttachmentToSend {
  name: string;
  size: number;
  content: Content;
}

export async function attach(file: File): Promise<AttachmentToSend> {
  const type = file.type === "" ? "application/octet-stream" : file.type;
  return { name: file.name, size: file.size, content: { name: file.name, type, content: await base64(file) } };
}

function base64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      const url = String(reader.result);
      resolve(url.slice(url.indexOf(",") + 1));
    });
    reader.addEventListener("error", () => reject(reader.error ?? new Error("not read")));
    reader.readAsDataURL(file);
  });
}
