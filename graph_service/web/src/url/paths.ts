/** The addresses of the pages of nodes. */
export const lessonPath = (id: string) => `/lessons/${encodeURIComponent(id)}`;
export const projectPath = (id: string) => `/projects/${encodeURIComponent(id)}`;
export const personPath = (id: string) => `/people/${encodeURIComponent(id)}`;
export const departmentPath = (id: string) => `/departments/${encodeURIComponent(id)}`;
